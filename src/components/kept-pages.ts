/** `<kept-pages>`: lists what this browser keeps for offline reading, removes it, and switches keeping on and off. */
import { offlineStrings } from '../i18n/offline-strings.ts';
import { removePages, takeInventory, type Inventory } from '../offline/inventory.ts';
import { switchOff, switchOn } from '../offline/off.ts';
import { removeSeries } from '../offline/series.ts';
import { isOn, isSupported } from '../offline/switch.ts';
import { pageLang } from './link-menu-record.ts';

const strings = offlineStrings(pageLang());

/** A line of a list: a link, and a button that removes what it leads to. */
function line(page: string, title: string, remove: () => Promise<void>): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = page;
  link.textContent = title;
  link.lang = page.startsWith('/zh/') ? 'zh-Hans' : 'en';
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain-button';
  button.textContent = strings.remove;
  button.setAttribute('aria-label', strings.removePage(title));
  button.addEventListener('click', () => void remove());
  item.append(link, button);
  return item;
}

class KeptPages extends HTMLElement {
  connectedCallback(): void {
    document.querySelector('[data-reload]')?.addEventListener('click', () => location.reload());
    if (!isSupported()) {
      this.#say(strings.unsupported);
      return;
    }
    const toggle = this.querySelector<HTMLButtonElement>('[data-switch]');
    if (toggle) {
      toggle.disabled = false;
      toggle.addEventListener('click', () => void this.#toggle(toggle));
    }
    this.querySelector('[data-remove-read]')?.addEventListener('click', () => void this.#removeRead());
    // Pages that the worker keeps meanwhile, or that another tab removes.
    document.addEventListener('visibilitychange', () => void this.#show());
    void this.#show();
  }

  #say(text: string): void {
    const status = this.querySelector('.kept-status');
    if (status) status.textContent = text;
  }

  async #toggle(toggle: HTMLButtonElement): Promise<void> {
    toggle.disabled = true;
    try {
      await (isOn() ? switchOff() : switchOn());
      await this.#show();
    } catch {
      this.#say(strings.unsupported);
    }
    toggle.disabled = false;
    toggle.focus();
  }

  async #change(work: Promise<void>): Promise<void> {
    await work.catch(() => undefined);
    await this.#show();
    this.querySelector<HTMLElement>('button:not([disabled])')?.focus();
  }

  async #removeRead(): Promise<void> {
    const { pages } = await takeInventory();
    await this.#change(removePages([...pages].filter(([, { saved }]) => !saved).map(([page]) => page)));
  }

  async #show(): Promise<void> {
    this.querySelector('[data-switch]')?.setAttribute('aria-checked', String(isOn()));
    if (!isOn()) {
      this.#list('series', []);
      this.#list('pages', []);
      this.#estimate('');
      this.#say(strings.isOff);
      return;
    }
    try {
      const found = await takeInventory();
      this.#fill(found);
      const { usage, quota } = await navigator.storage.estimate();
      this.#estimate(usage === undefined || quota === undefined ? '' : strings.estimate(usage, quota));
    } catch {
      this.#say(strings.unsupported);
    }
  }

  #estimate(text: string): void {
    const place = this.querySelector('.kept-estimate');
    if (place) place.textContent = text;
  }

  #fill({ pages, series, bytes }: Inventory): void {
    this.#say(pages.size > 0 ? strings.use(pages.size, bytes) : strings.none);
    this.#list(
      'series',
      series.map((one) => line(one.page, one.title, () => this.#change(removeSeries(one)))),
    );
    this.#list(
      'pages',
      [...pages].map(([page, { title }]) => line(page, title, () => this.#change(removePages([page])))),
    );
  }

  #list(name: 'series' | 'pages', items: readonly HTMLLIElement[]): void {
    const section = this.querySelector<HTMLElement>(`[data-${name}]`);
    if (!section) return;
    section.hidden = items.length === 0;
    section.querySelector('ul')?.replaceChildren(...items);
  }
}
customElements.define('kept-pages', KeptPages);
