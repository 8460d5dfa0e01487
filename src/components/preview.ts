/** Previews of what a link leads to. Loaded when the first one is asked for; each preview is fetched once. */
import { fragmentId } from '../links/fragment.ts';
import { linkStrings } from '../i18n/link-strings.ts';
import { previewUrl } from '../links/urls.ts';
import { placeBeside } from './link-menu-place.ts';
import { pageLang } from './link-menu-record.ts';

/** Milliseconds in which the pointer may cross from the link to its preview. */
const grace = 220;

interface Preview {
  readonly title: string;
  readonly html: string;
}
const isPreview = (value: unknown): value is Preview =>
  typeof value === 'object' && value !== null && 'title' in value && 'html' in value;

const box = document.createElement('div');
box.className = 'preview';
box.popover = 'manual';
box.setAttribute('role', 'group');
document.body.append(box);

const known = new Map<string, Promise<Preview | undefined>>();
async function load(address: string): Promise<Preview | undefined> {
  const response = await fetch(address);
  const body: unknown = response.ok ? await response.json() : undefined;
  return isPreview(body) ? body : undefined;
}
function preview(address: string): Promise<Preview | undefined> {
  const asked = known.get(address) ?? load(address).catch(() => undefined);
  known.set(address, asked);
  // What failed is asked for again the next time.
  void asked.then((found) => found ?? known.delete(address));
  return asked;
}

let current: HTMLAnchorElement | undefined;
/** By touch: it stays until the reader presses elsewhere. */
let held = false;
let timer: ReturnType<typeof setTimeout> | undefined;

function hide(): void {
  clearTimeout(timer);
  if (box.matches(':popover-open')) box.hidePopover();
  current?.removeAttribute('aria-describedby');
  current = undefined;
  box.replaceChildren();
}
const hideSoon = (): void => {
  clearTimeout(timer);
  if (!held) timer = setTimeout(hide, grace);
};

const within = (node: EventTarget | null): boolean =>
  node instanceof Node && (box.contains(node) || (current?.contains(node) ?? false));

/** Is all of what the link leads to on the screen already? */
function inView(link: HTMLAnchorElement): boolean {
  if (link.pathname !== location.pathname) return false;
  const target = document.getElementById(fragmentId(link.hash));
  const area = target?.getBoundingClientRect();
  return area !== undefined && area.top >= 0 && area.bottom <= innerHeight;
}

/** Shows the preview of a link, if there is one and its target is not in sight. `hold`: by a long press. */
export async function showPreview(link: HTMLAnchorElement, hold = false): Promise<void> {
  if (link === current || box.contains(link) || (!hold && inView(link))) return;
  const wanted = (): boolean => hold || link.matches(':hover, :focus-visible');
  const found = await preview(previewUrl(link.pathname, fragmentId(link.hash)));
  if (!found || !link.isConnected || !wanted()) return;
  hide();
  current = link;
  held = hold;
  // Our own build's HTML; its ids have a prefix.
  box.innerHTML = found.html;
  box.setAttribute('aria-label', linkStrings(pageLang()).preview(found.title));
  box.id = 'preview';
  box.scrollTop = 0;
  box.showPopover();
  // A link over two lines has two boxes; the first is where reading is.
  placeBeside(box, link.getClientRects()[0] ?? link.getBoundingClientRect());
}

document.addEventListener('pointerover', (event) => {
  if (!current || event.pointerType === 'touch') return;
  if (within(event.target)) clearTimeout(timer);
  else hideSoon();
});
document.documentElement.addEventListener('pointerleave', hideSoon);
document.addEventListener('focusin', (event) => {
  if (current && !within(event.target)) hide();
});
document.addEventListener('focusout', (event) => {
  if (current && event.target === current && !within(event.relatedTarget)) hideSoon();
});
document.addEventListener('pointerdown', (event) => {
  if (current && !within(event.target)) hide();
});
document.addEventListener(
  'keydown',
  (event) => {
    if (event.key !== 'Escape' || !current) return;
    event.stopPropagation();
    hide();
  },
  true,
);
// A link inside a preview, or the link itself, was followed.
document.addEventListener('click', (event) => {
  if (current && event.target instanceof Element && event.target.closest('a') && within(event.target)) hide();
});
