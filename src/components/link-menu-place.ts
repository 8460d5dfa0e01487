/** Where a popover stands: under its anchor, or above it where there is more room; always inside the window. */

const gap = 6;
const edge = 8;

/** Places a shown popover (`position: absolute`) next to a box in window coordinates; it scrolls with the page. */
export function placeBeside(popover: HTMLElement, box: DOMRectReadOnly): void {
  const { offsetWidth: width, offsetHeight: height } = popover;
  const { clientWidth, clientHeight } = document.documentElement;
  const left = Math.max(edge, Math.min(box.left, clientWidth - width - edge));
  const below = clientHeight - box.bottom - gap;
  const under = below >= height + edge || below >= box.top;
  const top = under ? box.bottom + gap : box.top - gap - height;
  // In full screen the page under it does not scroll; otherwise the popover is part of the page.
  popover.style.left = `${String(Math.round(left + scrollX))}px`;
  popover.style.top = `${String(Math.round(Math.max(edge, top) + scrollY))}px`;
}
