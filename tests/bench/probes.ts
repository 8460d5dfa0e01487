/** Scripts that run in the measured page before its own. Each stands alone: only its text reaches the page. */

/** What `watchPage` collects, in ms since navigation. */
export interface Seen {
  firstPaint: number;
  largestPaint: number;
  /** [start, duration] of each task of more than 50 ms. */
  longTasks: [number, number][];
  shifts: { time: number; value: number }[];
}
declare global {
  interface Window {
    benchSeen: Seen;
    /** Lets a demo come near; see `holdDemos`. */
    benchRelease: (id: string) => void;
  }
}

/** Collects paints, long tasks and layout shifts into `window.benchSeen`. */
export function watchPage(): void {
  const seen: Seen = { firstPaint: NaN, largestPaint: NaN, longTasks: [], shifts: [] };
  window.benchSeen = seen;
  const watch = (type: string, take: (entry: PerformanceEntry) => void): void =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') seen.firstPaint = startTime;
  });
  watch('largest-contentful-paint', ({ startTime }) => {
    seen.largestPaint = startTime;
  });
  watch('longtask', ({ startTime, duration }) => void seen.longTasks.push([startTime, duration]));
  watch('layout-shift', (entry) => {
    const {
      startTime: time,
      value,
      hadRecentInput,
    } = entry as PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    };
    if (!hadRecentInput) seen.shifts.push({ time, value });
  });
}

/** Keeps every demo of the page from coming near until `window.benchRelease` is called with its id. */
export function holdDemos(): void {
  const held = new Map<string, () => void>();
  const released = new Set<string>();
  const Real = IntersectionObserver;
  class Held extends Real {
    readonly #tell: IntersectionObserverCallback;
    constructor(tell: IntersectionObserverCallback, options?: IntersectionObserverInit) {
      super(tell, options);
      this.#tell = tell;
    }
    override observe(element: Element): void {
      if (element.localName !== 'live-demo' || released.has(element.id)) super.observe(element);
      else
        held.set(element.id, () =>
          this.#tell([{ isIntersecting: true, target: element } as unknown as IntersectionObserverEntry], this),
        );
    }
  }
  Object.assign(globalThis, { IntersectionObserver: Held });
  window.benchRelease = (id) => {
    released.add(id);
    held.get(id)?.();
  };
}
