/** Copying, and saying so: a short notice, announced; where copying is blocked, the text itself, selected. */
import { linkStrings } from '../i18n/link-strings.ts';
import { placeBeside } from './link-menu-place.ts';
import { pageLang } from './link-menu-record.ts';

/** Milliseconds that a notice stays. */
const shown = 2600;

const live = document.createElement('p');
live.className = 'visually-hidden';
live.setAttribute('role', 'status');
const notice = document.createElement('p');
notice.className = 'link-notice';
notice.popover = 'manual';
notice.ariaHidden = 'true';
document.body.append(live, notice);

let timer: ReturnType<typeof setTimeout> | undefined;
function say(text: string): void {
  // The same words twice are announced twice.
  live.textContent = '';
  requestAnimationFrame(() => (live.textContent = text));
  notice.textContent = text;
  notice.showPopover();
  clearTimeout(timer);
  timer = setTimeout(() => notice.hidePopover(), shown);
}

/** Shows the text to be copied by hand. Escape or a press elsewhere closes. */
function showText(text: string, anchor: HTMLElement | undefined): void {
  const box = document.createElement('div');
  box.className = 'link-menu link-manual';
  box.popover = 'auto';
  const label = document.createElement('label');
  label.textContent = linkStrings(pageLang()).blocked;
  const field = document.createElement('textarea');
  field.readOnly = true;
  field.value = text;
  field.rows = Math.min(8, text.split('\n').length + 1);
  label.append(field);
  box.append(label);
  document.body.append(box);
  box.addEventListener('toggle', (event) => {
    if (event.newState !== 'closed') return;
    box.remove();
    anchor?.focus({ preventScroll: true });
  });
  box.showPopover();
  placeBeside(box, anchor?.getBoundingClientRect() ?? new DOMRect(8, 8));
  field.select();
}

/** Puts text on the clipboard and announces it with `done`. */
export async function copyText(text: string, done: string, anchor: HTMLElement | undefined): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    showText(text, anchor);
  }
}
