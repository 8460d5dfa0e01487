/**
 * Lays out the blocks of an article that wait (styles/waiting.css), a few at a time while nothing else is to be done, from the first
 * scrolling on: who reads on has a page that soon stands as if it had been laid out at once, and who only looks at the first screen
 * never waits for the rest. `data-laid` marks a block that is done; on the root element, that all are.
 */
/** Milliseconds at a time: a phone that is much slower than most still answers between two turns. */
const turn = 8;
const { dataset } = document.documentElement;
const allBlocks = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.article .prose > *')];

function layOut(blocks: Iterator<HTMLElement>): void {
  requestIdleCallback((deadline) => {
    const until = performance.now() + Math.min(turn, deadline.timeRemaining());
    do {
      const { value: block } = blocks.next() as IteratorResult<HTMLElement, undefined>;
      if (!block) {
        dataset['laid'] = '';
        return;
      }
      block.dataset['laid'] = '';
      // Asking for its height lays it out now; left to the next frame, all blocks of this turn would count as one task.
      block.getBoundingClientRect();
    } while (performance.now() < until);
    layOut(blocks);
  });
}

/** Who leaves before all is laid out: the browser remembers in pixels where they were, and those are to be the pixels of the whole page. */
function layOutRest(): void {
  if (dataset['laid'] !== undefined) return;
  const seen = allBlocks().find((block) => block.getBoundingClientRect().bottom > 0);
  const before = seen?.getBoundingClientRect().top ?? 0;
  dataset['laid'] = '';
  scrollBy({ top: (seen?.getBoundingClientRect().top ?? 0) - before, behavior: 'instant' });
}

// Browsers without idle time do not let blocks wait either; should one, it goes on doing so.
if (dataset['laid'] === undefined && 'requestIdleCallback' in globalThis) {
  const start = (): void => {
    layOut(allBlocks().values());
    addEventListener('pagehide', layOutRest, { once: true });
  };
  // An address may lead into the middle: then the browser has scrolled already.
  if (scrollY > 0) start();
  else addEventListener('scroll', start, { once: true, passive: true });
}
export {};
