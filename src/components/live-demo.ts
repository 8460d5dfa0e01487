/**
 * `<live-demo>`: holds a demo's still picture and brings it to life when it comes near the viewport. All that is loaded with
 * the page; the runtime, the view and the worker come later.
 */
const near = '300px 0px';
const attempts = 2;
/** Milliseconds before the second attempt: what stood in the way of the first may be over by then. */
const pause = 500;

/** Milliseconds after which a demo no longer waits for the page to be loaded: a file that never arrives must not hold it up. */
const patience = 3000;
/**
 * Resolves when the page stands where its address leads. Before the browser has scrolled to a fragment, what is near the viewport are the
 * demos at the top, which nobody asked for.
 */
const settled = new Promise<void>((resolve) => {
  if (location.hash === '' || document.readyState === 'complete') resolve();
  else {
    addEventListener('load', () => requestAnimationFrame(() => resolve()), { once: true });
    setTimeout(resolve, patience);
  }
});

class LiveDemo extends HTMLElement {
  #observer: IntersectionObserver | undefined;

  connectedCallback(): void {
    this.#trouble()
      ?.querySelector('button')
      ?.addEventListener('click', () => void this.#retry());
    this.#observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.#observer?.disconnect();
        void this.#start(attempts);
      },
      { rootMargin: near },
    );
    void settled.then(() => {
      if (this.isConnected) this.#observer?.observe(this);
    });
  }

  disconnectedCallback(): void {
    this.#observer?.disconnect();
  }

  #trouble(): HTMLElement | null {
    return this.parentElement?.querySelector<HTMLElement>(':scope > .demo-trouble') ?? null;
  }

  async #start(left: number): Promise<void> {
    this.dataset['state'] = 'loading';
    const status = this.querySelector('.demo-state');
    if (status) status.textContent = this.dataset['loading'] ?? '';
    try {
      const { start } = await import('../registry/client.ts');
      await start(this);
    } catch (error) {
      if (left > 1) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        return this.#start(left - 1);
      }
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.dataset['state'] = 'failed';
    const trouble = this.#trouble();
    const text = trouble?.querySelector('p');
    if (!trouble || !text) return;
    // A module that can't be fetched is a TypeError; everything else has been put into the reader's language already.
    const reason =
      error instanceof TypeError ? trouble.dataset['script'] : error instanceof Error ? error.message : String(error);
    text.textContent = `${trouble.dataset['before'] ?? ''}${reason ?? ''}${trouble.dataset['after'] ?? ''}`;
    trouble.hidden = false;
  }

  async #retry(): Promise<void> {
    const trouble = this.#trouble();
    if (trouble) trouble.hidden = true;
    await import('../registry/client.ts').then(({ forgive }) => forgive()).catch(() => undefined);
    await this.#start(1);
  }
}
customElements.define('live-demo', LiveDemo);

/**
 * Links inside the page, which name it: one that sets a demo's state changes the address and the demo follows; any other
 * keeps the state that is there. Neither loads the page anew.
 */
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link?.hash || link.origin !== location.origin || link.pathname !== location.pathname) return;
  if (link.search === '' && location.search !== '') {
    event.preventDefault();
    location.hash = link.hash;
  }
  if (!link.hash.startsWith('#demo-') || link.search === '') return;
  const demo = document.getElementById(link.hash.slice(1));
  if (!demo) return;
  event.preventDefault();
  history.pushState(null, '', link.href);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  demo.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'nearest' });
  document.dispatchEvent(new CustomEvent('demo-state'));
});
