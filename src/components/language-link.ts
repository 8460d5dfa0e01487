/**
 * The link to the other language leads to the place where the reader is: the target of the address while it is in
 * view, else the section being read; demo states in the query travel along. Without scripts it leads to the page's top.
 */
import { switchedUrl } from '../links/urls.ts';
import { currentSection } from './toc-spy.ts';

const link = document.querySelector<HTMLAnchorElement>('a[data-language]');
const base = link?.getAttribute('href') ?? '/';

function place(): string {
  const target = document.querySelector(':target');
  const box = target?.getBoundingClientRect();
  return target && box && box.bottom > 0 && box.top < innerHeight ? target.id : currentSection();
}

// Whatever comes before a link is followed, copied or opened elsewhere.
for (const type of ['pointerenter', 'pointerdown', 'focus', 'click']) {
  link?.addEventListener(type, () => {
    link.href = switchedUrl(base, location.search, place());
  });
}
