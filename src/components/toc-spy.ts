/**
 * `<toc-spy>`: marks the entry of the section being read. A section is being read when its heading was the last to pass
 * the line at a quarter of the window: the observed area reaches from that line upwards without end, so that a
 * jump over many sections is seen as well as a slow scroll, and no position is ever measured.
 */
import { fragmentId } from '../links/fragment.ts';
let current = '';

/** Id of the section being read; '' above the first. */
export const currentSection = (): string => current;

class TocSpy extends HTMLElement {
  private readonly above = new Map<Element, boolean>();
  private observer: IntersectionObserver | undefined;

  connectedCallback(): void {
    this.observer = new IntersectionObserver((entries) => this.note(entries), {
      rootMargin: '10000000px 0px -75% 0px',
    });
    for (const link of this.querySelectorAll('a')) {
      const heading = document.getElementById(fragmentId(link.hash));
      if (heading) this.above.set(heading, false);
    }
    // A section without a heading of its own in the list starts where its element does.
    for (const heading of this.above.keys()) this.observer.observe(heading);
  }
  disconnectedCallback(): void {
    this.observer?.disconnect();
  }
  private note(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) this.above.set(entry.target, entry.isIntersecting);
    current = [...this.above].findLast(([, above]) => above)?.[0].id ?? '';
    for (const link of this.querySelectorAll('a')) {
      if (link.hash === `#${current}`) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }
}
customElements.define('toc-spy', TocSpy);
