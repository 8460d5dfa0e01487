/**
 * Lays out the blocks of an article that wait (styles/waiting.css), a few at a time while nothing else is to be done: the page
 * answers meanwhile, and soon stands as if it had been laid out at once. `data-laid` marks a block that is done; on the root
 * element, that all are.
 */
/** Milliseconds that must be left of the idle time for one more block. */
const enough = 10;
const { dataset } = document.documentElement;

function layOut(blocks: Iterator<HTMLElement>): void {
  requestIdleCallback((deadline) => {
    do {
      const { value: block } = blocks.next() as IteratorResult<HTMLElement, undefined>;
      if (!block) {
        dataset['laid'] = '';
        return;
      }
      block.dataset['laid'] = '';
      // Asking for its height lays it out now; left to the next frame, all blocks of this turn would count as one task.
      block.getBoundingClientRect();
    } while (deadline.timeRemaining() > enough);
    layOut(blocks);
  });
}

const start = (): void => layOut(document.querySelectorAll<HTMLElement>('.article .prose > *').values());
// Browsers without idle time do not let blocks wait either; should one, it goes on doing so.
if (dataset['laid'] === undefined && 'requestIdleCallback' in globalThis) {
  if (document.readyState === 'complete') start();
  else addEventListener('load', start, { once: true });
}
export {};
