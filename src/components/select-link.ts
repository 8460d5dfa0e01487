/** A link to the words that are selected: a small button beside them. Loaded when something is first selected. */
import { linkStrings } from '../i18n/link-strings.ts';
import type { Segment } from '../links/formats.ts';
import { openRecordMenu } from './link-menu.ts';
import { placeBeside } from './link-menu-place.ts';
import { plainText, segmentsOf, shorten } from './link-menu-quote.ts';
import { pageLang, pageRecord, targetUrl } from './link-menu-record.ts';
import { textDirective } from './select-link-fragment.ts';
import type { Position, Run } from './select-link-fragment.ts';

const opaque = '.katex, .sidenote-anchor, .handle, .equation-number, button, live-demo, .link-quick';
const unseen = 'script, style, svg, template, textarea, [popover], [hidden], .select-link';
const blocks =
  'p, li, h1, h2, h3, h4, td, th, dt, dd, figcaption, pre, blockquote, div, small, section, summary, nav, header, footer';
/** Characters of the quoted text that a link's title shows. */
const titleLength = 70;

const strings = linkStrings(pageLang());
const button = document.createElement('button');
button.type = 'button';
button.className = 'select-link';
button.popover = 'manual';
button.textContent = strings.linkSelection;

interface PageText {
  readonly runs: readonly Run[];
  readonly nodes: readonly Text[];
}

function pageText(): PageText {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const runs: Run[] = [];
  const nodes: Text[] = [];
  let last: Element | null = null;
  let block = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    const parent = node.parentElement;
    if (!parent || parent.closest(unseen)) continue;
    const home = parent.closest(blocks);
    if (home !== last) block += 1;
    last = home;
    runs.push({ text: node.data, opaque: parent.closest(opaque) !== null, block });
    nodes.push(node);
  }
  return { runs, nodes };
}

/** A range's ends as places in the runs: the first text at or after its start, the last before its end. */
function ends({ nodes }: PageText, range: Range): readonly [Position, Position] | undefined {
  const inside = nodes.flatMap((node, run) => (range.intersectsNode(node) ? [{ node, run }] : []));
  const [first, last] = [inside[0], inside.at(-1)];
  if (!first || !last) return undefined;
  const start = first.node === range.startContainer ? range.startOffset : 0;
  const end = last.node === range.endContainer ? range.endOffset : last.node.length;
  return [
    { run: first.run, offset: start },
    { run: last.run, offset: end },
  ];
}

/** Id of the section that a place is in: the fallback of a text fragment. */
function sectionOf(range: Range): string {
  const start = range.startContainer;
  const headings = [...document.querySelectorAll('.prose :is(h2, h3)[id]')];
  const before = headings.findLast(
    (heading) => heading.compareDocumentPosition(start) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  return before?.id ?? '';
}

/** A formula that is selected in part is quoted whole. */
function quoteOf(range: Range): Segment[] {
  const whole = range.cloneRange();
  const formula = (node: Node): Element | null =>
    (node instanceof Element ? node : node.parentElement)?.closest('.katex') ?? null;
  const [first, last] = [formula(range.startContainer), formula(range.endContainer)];
  if (first) whole.setStartBefore(first);
  if (last) whole.setEndAfter(last);
  return segmentsOf(whole.cloneContents());
}

function addressOf(range: Range): string {
  const text = pageText();
  const places = ends(text, range);
  const directive = places && textDirective(text.runs, places[0], places[1], document.documentElement.lang);
  const base = targetUrl(sectionOf(range));
  return directive === undefined ? base : `${base}:~:${directive}`;
}

const selected = (): Range | undefined => {
  const selection = getSelection();
  return selection && selection.rangeCount > 0 && !selection.isCollapsed ? selection.getRangeAt(0) : undefined;
};

const hide = (): void => {
  if (button.matches(':popover-open')) button.hidePopover();
  button.remove();
};

button.addEventListener('click', () => {
  const range = selected();
  if (!range) return;
  const quote = quoteOf(range);
  const title = strings.selection(shorten(plainText(quote), titleLength));
  openRecordMenu(button, { ...pageRecord(), url: addressOf(range), title, quote });
});
// A press must not undo the selection before it is read.
button.addEventListener('pointerdown', (event) => {
  event.preventDefault();
});
document.addEventListener('selectionchange', () => {
  if (!selected()) hide();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !document.querySelector('.link-menu:popover-open')) hide();
});

/** Shows the button at the end of the selection: next in the order of Tab after the block that it ends in. */
export function offerSelection(): void {
  const range = selected();
  if (!range || range.toString().trim().length < 3) return;
  const end = range.endContainer instanceof Element ? range.endContainer : range.endContainer.parentElement;
  const block = end?.closest('.prose > *');
  if (!block || end?.closest('live-demo, input, textarea')) return;
  block.after(button);
  if (!button.matches(':popover-open')) button.showPopover();
  const boxes = range.getClientRects();
  placeBeside(button, boxes[boxes.length - 1] ?? range.getBoundingClientRect());
}
