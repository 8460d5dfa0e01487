/**
 * Handles, previews and links to selected words: here is only what notices that one of them is wanted. What it takes to
 * answer is loaded then, and not before; when it can't be loaded, links are plain links.
 */
import type { DemoLinkDetail } from './link-menu.ts';

const handles = 'a:is(.handle, .equation-number, .target-number, .caption-number)';
const previewed = 'a:is(.xref, .citation):is([href^="#"], [href^="?"], [href^="/"]):not([href$="#references"])';
/** Milliseconds: a pointer rests, a finger stays, a selection is done. */
const rest = 300;
const press = 450;
const settle = 350;

const root = document.documentElement;
const menu = () => import('./link-menu.ts');
const previews = () => import('./preview.ts');

function linkAt({ target }: Event, selector: string): HTMLAnchorElement | undefined {
  return target instanceof Element ? (target.closest<HTMLAnchorElement>(selector) ?? undefined) : undefined;
}
const plain = (event: MouseEvent): boolean =>
  !event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** A touch that became a long press: the click that ends it is not meant. */
let pressed = false;

for (const handle of document.querySelectorAll<HTMLAnchorElement>(handles)) {
  handle.setAttribute('aria-haspopup', 'menu');
  // What "show link targets" writes beside it.
  handle.dataset['id'] = handle.hash;
}

document.addEventListener(
  'click',
  (event) => {
    if (pressed) {
      pressed = false;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const handle = plain(event) ? linkAt(event, handles) : undefined;
    if (!handle) return;
    event.preventDefault();
    menu().then(
      ({ openMenu }) => openMenu(handle),
      () => location.assign(handle.href),
    );
  },
  true,
);

let timer: ReturnType<typeof setTimeout> | undefined;
function soon(milliseconds: number, action: () => void): void {
  clearTimeout(timer);
  timer = setTimeout(action, milliseconds);
}
const forget = (): void => clearTimeout(timer);

/** A preview, or beside a handle the button that copies in the last format, once there has been one. */
function offer(event: Event): void {
  const link = linkAt(event, previewed);
  if (link) soon(rest, () => void previews().then(({ showPreview }) => showPreview(link)));
  const handle = linkAt(event, handles);
  if (handle && localStorageHas('link-format')) void menu().then(({ offerQuick }) => offerQuick(handle));
}
function localStorageHas(name: string): boolean {
  try {
    return localStorage.getItem(name) !== null;
  } catch {
    return false;
  }
}
document.addEventListener('pointerover', (event) => {
  if (event.pointerType !== 'touch') offer(event);
});
document.addEventListener('focusin', (event) => {
  if (event.target instanceof Element && event.target.matches(':focus-visible')) offer(event);
});
for (const type of ['pointerout', 'focusout', 'pointerup', 'pointercancel'])
  document.addEventListener(type, forget, { passive: true });
// Scrolling moves the page below a pointer or a finger; the focus stays, and often it is what scrolls, coming from out of sight.
document.addEventListener(
  'scroll',
  () => {
    if (!document.activeElement?.matches(`${previewed}:focus-visible`)) forget();
  },
  { passive: true },
);

document.addEventListener('pointerdown', (event) => {
  pressed = false;
  forget();
  const link = event.pointerType === 'touch' ? linkAt(event, previewed) : undefined;
  if (!link) return;
  soon(press, () => {
    pressed = true;
    void previews().then(({ showPreview }) => showPreview(link, true));
  });
});
// The browser's own menu for a link would lie over the preview.
document.addEventListener('contextmenu', (event) => {
  if (pressed) event.preventDefault();
});

let settling: ReturnType<typeof setTimeout> | undefined;
document.addEventListener('selectionchange', () => {
  clearTimeout(settling);
  settling = setTimeout(() => {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.anchorNode?.parentElement?.closest('.prose')) return;
    void import('./select-link.ts').then(({ offerSelection }) => offerSelection());
  }, settle);
});

// A demo's "more formats". The runtime copies the plain address itself where nothing answers.
document.addEventListener('demo-link', (event) => {
  if (!(event instanceof CustomEvent)) return;
  event.preventDefault();
  const { anchor, url } = event.detail as DemoLinkDetail;
  void menu().then(({ openDemoMenu }) => openDemoMenu(anchor, url));
});

const toggles = document.querySelectorAll<HTMLButtonElement>('[data-show-targets]');
function showTargets(shown: boolean): void {
  root.toggleAttribute('data-targets', shown);
  for (const toggle of toggles) toggle.setAttribute('aria-pressed', String(shown));
}
for (const toggle of toggles) toggle.addEventListener('click', () => showTargets(!root.hasAttribute('data-targets')));
if (new URLSearchParams(location.search).has('targets')) showTargets(true);
