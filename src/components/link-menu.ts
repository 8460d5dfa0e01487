/** The menu of a target: its link in every format. Loaded when a handle is first used. One for the page. */
import { fragmentId } from '../links/fragment.ts';
import { linkStrings } from '../i18n/link-strings.ts';
import { formatLink, formatsOf, isFormatName } from '../links/formats.ts';
import type { FormatName, LinkRecord } from '../links/formats.ts';
import { copyText } from './link-menu-copy.ts';
import { placeBeside } from './link-menu-place.ts';
import { pageLang, recordOf } from './link-menu-record.ts';

/** What a demo's runtime says when its reader asks for more formats. */
export interface DemoLinkDetail {
  readonly anchor: HTMLElement;
  /** The demo in its state. */
  readonly url: string;
}

const storage = 'link-format';
const strings = linkStrings(pageLang());

function lastFormat(): FormatName | undefined {
  try {
    const kept: unknown = localStorage.getItem(storage);
    return isFormatName(kept) ? kept : remembered;
  } catch {
    return remembered;
  }
}
let remembered: FormatName | undefined;
function remember(format: FormatName): void {
  remembered = format;
  try {
    localStorage.setItem(storage, format);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}

const element = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
): HTMLElementTagNameMap[K] => Object.assign(document.createElement(tag), properties);

const popover = element('div', { className: 'link-menu', popover: 'auto' });
const title = element('p', { className: 'link-menu-title', id: 'link-menu-title' });
const list = element('div', { className: 'link-menu-items' });
const sample = element('pre', { className: 'link-menu-sample', ariaHidden: 'true' });
list.setAttribute('role', 'menu');
list.setAttribute('aria-labelledby', 'link-menu-title');
popover.append(title, list, sample);
document.body.append(popover);

let anchor: HTMLElement | undefined;
const items = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('[role=menuitem]')];

function close(): void {
  const opener = anchor;
  popover.hidePopover();
  opener?.focus({ preventScroll: true });
}

async function take(format: FormatName, record: LinkRecord): Promise<void> {
  const text = formatLink(format, record) ?? '';
  remember(format);
  close();
  await copyText(text, strings.copied(strings.formats[format]), anchor);
}

function item(format: FormatName, record: LinkRecord): HTMLElement {
  const button = element('button', { type: 'button', textContent: strings.formats[format], tabIndex: -1 });
  button.setAttribute('role', 'menuitem');
  button.dataset['format'] = format;
  button.addEventListener('click', () => void take(format, record));
  const show = (): void => {
    sample.textContent = formatLink(format, record) ?? '';
  };
  button.addEventListener('focus', show);
  button.addEventListener('pointerenter', () => button.focus({ preventScroll: true }));
  return button;
}

/** Where the page says which sections link to this one. */
function linkedFromItem(id: string): HTMLElement | undefined {
  const place = document.querySelector<HTMLElement>(`[data-linked-from="${CSS.escape(id)}"]`);
  if (!place) return undefined;
  const button = element('button', { type: 'button', tabIndex: -1, className: 'link-menu-aside' });
  button.textContent = `${strings.linkedFrom(place.querySelectorAll('li').length)} ↓`;
  button.setAttribute('role', 'menuitem');
  button.addEventListener('focus', () => (sample.textContent = ''));
  button.addEventListener('click', () => {
    popover.hidePopover();
    const fold = place.closest('details');
    if (fold) fold.open = true;
    place.scrollIntoView({ block: 'center' });
    place.querySelector('a')?.focus({ preventScroll: true });
  });
  return button;
}

/** Opens the menu at `opener` for a record; `id` names the target on this page. */
export function openRecordMenu(opener: HTMLElement, record: LinkRecord, id = ''): void {
  const again = popover.matches(':popover-open') && anchor === opener;
  if (popover.matches(':popover-open')) popover.hidePopover();
  if (again) return;
  anchor = opener;
  title.textContent = record.title;
  const linked = id === '' ? undefined : linkedFromItem(id);
  list.replaceChildren(...formatsOf(record).map((format) => item(format, record)), ...(linked ? [linked] : []));
  popover.showPopover();
  const last = lastFormat();
  const first = items().find((button) => button.dataset['format'] === last) ?? items()[0];
  first?.focus({ preventScroll: true });
  placeBeside(popover, opener.getBoundingClientRect());
}

function targetOf(handle: HTMLAnchorElement): Element | undefined {
  return document.getElementById(fragmentId(handle.hash)) ?? undefined;
}

/** Opens the menu of the target that a handle leads to. */
export function openMenu(handle: HTMLAnchorElement): void {
  const target = targetOf(handle);
  if (target) openRecordMenu(handle, recordOf(target), target.id);
  else location.assign(handle.href);
}

/** Opens the menu for a demo in a state. */
export function openDemoMenu(opener: HTMLElement, url: string): void {
  const target = document.getElementById(fragmentId(new URL(url).hash));
  if (target) openRecordMenu(opener, recordOf(target, url), target.id);
}

function move(event: KeyboardEvent): void {
  const all = items();
  const at = all.findIndex((button) => button === document.activeElement);
  const step = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
  const letter = event.key.length === 1 ? event.key.toLowerCase() : '';
  const ahead = [...all.slice(at + 1), ...all];
  const next =
    step === undefined
      ? letter !== '' && ahead.find((button) => button.textContent.toLowerCase().startsWith(letter))
      : all[step % all.length];
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
}
popover.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (event.key === 'Tab') close();
  else if (!event.ctrlKey && !event.metaKey && !event.altKey) move(event);
});

const quick = element('button', { type: 'button', className: 'link-quick' });
// Two sheets, one over the other.
quick.innerHTML = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3"/></svg>';
let quickFor: HTMLAnchorElement | undefined;
quick.addEventListener('click', () => {
  const format = lastFormat();
  const target = quickFor && targetOf(quickFor);
  if (!format || !target) return;
  const record = recordOf(target);
  const text = formatLink(format, record);
  const used = text === undefined ? 'url' : format;
  void copyText(text ?? record.url, strings.copied(strings.formats[used]), quick);
});
function dropQuick(event: Event): void {
  const to = event instanceof FocusEvent || event instanceof MouseEvent ? event.relatedTarget : null;
  if (to instanceof Node && (quick.contains(to) || quickFor?.parentElement?.contains(to))) return;
  quick.remove();
}
quick.addEventListener('focusout', dropQuick);

/** Puts beside a handle, next in the order of Tab, a button that copies at once in the format chosen last. */
export function offerQuick(handle: HTMLAnchorElement): void {
  const format = lastFormat();
  if (!format || (quickFor === handle && quick.isConnected)) return;
  quickFor = handle;
  quick.title = strings.copyNow(strings.formats[format]);
  quick.setAttribute('aria-label', quick.title);
  handle.after(quick);
  handle.addEventListener('focusout', dropQuick, { once: true });
  handle.parentElement?.addEventListener('pointerleave', dropQuick, { once: true });
}
