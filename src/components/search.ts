/** The search: a dialog with one field and, below it, sections of articles. Loaded when it is first opened. */
import { linkStrings } from '../i18n/link-strings.ts';
import { pageLang } from './link-menu-record.ts';
import { loadIndex, search } from './search-index.ts';
import type { Found, Place } from './search-index.ts';

const strings = linkStrings(pageLang());

const dialog = document.createElement('dialog');
dialog.className = 'search';
dialog.setAttribute('aria-label', strings.search);
// Fixed words of our own; nothing here comes from outside.
dialog.innerHTML = `<form method="dialog" class="search-bar"><input type="search" role="combobox" aria-expanded="false" aria-controls="search-results" aria-autocomplete="list" autocomplete="off" spellcheck="false" enterkeyhint="go"><button></button></form><p class="search-status" role="status"></p><div id="search-results" class="search-results" role="listbox"></div>`;
document.body.append(dialog);

function part<E extends Element>(selector: string, type: new () => E): E {
  const found = dialog.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`no ${selector}`);
  return found;
}
const field = part('input', HTMLInputElement);
const status = part('.search-status', HTMLElement);
const results = part('.search-results', HTMLElement);
const closer = part('button', HTMLButtonElement);
field.placeholder = strings.searchHint;
field.setAttribute('aria-label', strings.search);
results.setAttribute('aria-label', strings.search);
closer.textContent = strings.close;

const options = (): HTMLAnchorElement[] => [...results.querySelectorAll<HTMLAnchorElement>('[role=option]')];
let active = -1;

function choose(index: number): void {
  const all = options();
  active = all.length === 0 ? -1 : (index + all.length) % all.length;
  for (const [at, option] of all.entries()) option.setAttribute('aria-selected', String(at === active));
  const chosen = all[active];
  if (chosen) field.setAttribute('aria-activedescendant', chosen.id);
  else field.removeAttribute('aria-activedescendant');
  chosen?.scrollIntoView({ block: 'nearest' });
}

/** An excerpt as nodes: text and marks, whatever else it may hold. */
function excerptNodes(html: string): Node[] {
  const holder = new DOMParser().parseFromString(html, 'text/html').body;
  return [...holder.childNodes].map((node) => {
    if (!(node instanceof Element) || node.tagName !== 'MARK') return document.createTextNode(node.textContent ?? '');
    const mark = document.createElement('mark');
    mark.textContent = node.textContent;
    return mark;
  });
}

function optionOf({ url, title, excerpt }: Place, number: number): HTMLElement {
  const option = document.createElement('a');
  option.href = url;
  option.id = `search-option-${String(number)}`;
  option.tabIndex = -1;
  option.setAttribute('role', 'option');
  option.setAttribute('aria-selected', 'false');
  const name = document.createElement('span');
  name.className = 'search-title';
  name.textContent = title;
  const text = document.createElement('span');
  text.className = 'search-excerpt';
  text.append(...excerptNodes(excerpt));
  option.append(name, text);
  return option;
}

function show(found: readonly Found[]): void {
  let number = 0;
  const groups = found.map(({ title, places }) => {
    const group = document.createElement('div');
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', title);
    const name = document.createElement('p');
    name.className = 'search-page';
    name.ariaHidden = 'true';
    name.textContent = title;
    group.append(name, ...places.map((place) => optionOf(place, (number += 1))));
    return group;
  });
  results.replaceChildren(...groups);
  field.setAttribute('aria-expanded', String(number > 0));
  choose(0);
}

async function update(): Promise<void> {
  const query = field.value.trim();
  if (query === '') {
    show([]);
    status.textContent = strings.searchStart;
    return;
  }
  status.textContent = strings.searching;
  try {
    const found = await search(query);
    if (!found || query !== field.value.trim()) return;
    show(found);
    const count = found.reduce((sum, { places }) => sum + places.length, 0);
    status.textContent = count > 0 ? strings.results(count) : strings.noResult(query);
  } catch {
    show([]);
    status.textContent = strings.searchFailed;
  }
}

field.addEventListener('input', () => void update());
field.addEventListener('keydown', (event) => {
  if (event.isComposing) return;
  if (event.key === 'ArrowDown') choose(active + 1);
  else if (event.key === 'ArrowUp') choose(active - 1);
  else if (event.key === 'Enter') options()[active]?.click();
  else return;
  event.preventDefault();
});
// The form's own button closes; Enter in the field opens a result or does nothing.
part('form', HTMLFormElement).addEventListener('submit', (event) => {
  if (event.submitter !== closer) event.preventDefault();
});
closer.type = 'button';
closer.addEventListener('click', () => dialog.close());
// A result on this page; a press beside the dialog.
dialog.addEventListener('click', (event) => {
  const followed = event.target instanceof Element && event.target.closest('a');
  if (event.target === dialog || followed) dialog.close();
});
dialog.addEventListener('close', () => {
  document.documentElement.removeAttribute('data-search-open');
});

/** Opens the search, with what was typed last. */
export function openSearch(): void {
  if (dialog.open) return;
  dialog.showModal();
  document.documentElement.setAttribute('data-search-open', '');
  field.select();
  field.focus();
  void loadIndex().catch(() => undefined);
  void update();
}
