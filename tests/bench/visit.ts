/** One visit of any page: what it fetched, when it painted, how long it blocked, how far it shifted. */
import type { Browser, Page, Request } from '@playwright/test';
import { holdDemos, watchPage } from './probes.ts';
import { blockingTime, cumulativeShift, sum } from './statistics.ts';

export const kinds = ['html', 'css', 'js', 'wasm', 'fonts', 'images', 'other'] as const;
export type Kind = (typeof kinds)[number];
/** Bytes on the wire by kind, bodies only. */
export type Bytes = Readonly<Record<Kind, number>>;

export interface Visit {
  readonly bytes: Bytes;
  readonly requests: number;
  /** Bytes of the responses' heads, all together. */
  readonly headBytes: number;
  /** First and largest contentful paint, ms. */
  readonly firstPaint: number;
  readonly largestPaint: number;
  /** What tasks took beyond 50 ms each from the first paint until the page had been quiet for two seconds, ms. */
  readonly blocking: number;
  readonly shift: number;
}

/** Lighthouse's figures for a phone on a slow line: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back, a CPU four times slower. */
const slow = {
  latency: 150,
  downloadThroughput: (1638.4 * 1000) / 8,
  uploadThroughput: (750 * 1000) / 8,
  offline: false,
};
const cpuSlowdown = 4;
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true } as const;
export const phoneProfile =
  'phone: 390 × 844 at 2 pixels per px, touch, CPU 4 times slower, 1.6 Mbit/s, 150 ms per request, empty cache';

const wholePageTimeout = 60_000;

function kindOf(request: Request): Kind {
  const path = new URL(request.url()).pathname;
  if (path.endsWith('.wasm')) return 'wasm';
  switch (request.resourceType()) {
    case 'document':
      return 'html';
    case 'stylesheet':
      return 'css';
    case 'script':
      return 'js';
    case 'font':
      return 'fonts';
    case 'image':
      return 'images';
    default:
      // Modules that a worker imports come as "other".
      return /\.m?js$/.test(path) ? 'js' : 'other';
  }
}

/** Counts what a page, its frames and its workers receive from now on. */
export function countTraffic(page: Page): () => Promise<Pick<Visit, 'bytes' | 'requests' | 'headBytes'>> {
  const finished: Request[] = [];
  page.on('requestfinished', (request) => finished.push(request));
  return async () => {
    // Nothing is received for data: and blob: addresses.
    const received = finished.filter((request) => /^https?:/.test(request.url()));
    const sizes = await Promise.all(
      received.map(async (request) => ({ kind: kindOf(request), size: await request.sizes().catch(() => undefined) })),
    );
    const bytesOf = (kind: Kind): number =>
      sum(sizes.map((one) => (one.kind === kind ? (one.size?.responseBodySize ?? 0) : 0)));
    return {
      bytes: Object.fromEntries(kinds.map((kind) => [kind, bytesOf(kind)])) as Record<Kind, number>,
      requests: received.length,
      headBytes: sum(sizes.map(({ size }) => size?.responseHeadersSize ?? 0)),
    };
  };
}

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', slow);
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
}

/** Until nothing has been fetched and no long task has run for two seconds; a page that never rests is cut off. */
async function settle(page: Page): Promise<void> {
  const quiet = 2000;
  const started = Date.now();
  await page.waitForLoadState('networkidle', { timeout: 20_000 }).catch(() => undefined);
  for (;;) {
    const left = await page.evaluate((ms) => {
      const [start, duration] = window.benchSeen.longTasks.at(-1) ?? [0, 0];
      return Math.max(start + duration, window.benchSeen.firstPaint || 0) + ms - performance.now();
    }, quiet);
    if (left <= 0 || Date.now() - started > 40_000) return;
    await page.waitForTimeout(left);
  }
}

interface VisitOptions {
  /** As a phone on a slow line; else as a laptop on this machine's own. */
  readonly asPhone: boolean;
  /** No demo comes near, however small the page. */
  readonly noDemos?: boolean;
}

/** Visits a page with an empty cache. Rejects, saying why, when it can't be had. */
export async function visit(browser: Browser, url: string, { asPhone, noDemos = false }: VisitOptions): Promise<Visit> {
  const major = browser.version().split('.')[0] ?? '';
  const userAgent = `Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Mobile Safari/537.36`;
  const context = await browser.newContext(
    asPhone ? { ...phone, userAgent } : { viewport: { width: 1280, height: 900 } },
  );
  try {
    const page = await context.newPage();
    await page.addInitScript(watchPage);
    if (noDemos) await page.addInitScript(holdDemos);
    if (asPhone) await slowDown(page);
    const traffic = countTraffic(page);
    const response = await page.goto(url, { waitUntil: 'load', timeout: wholePageTimeout });
    if (!response?.ok()) throw new Error(`the server answered ${response ? String(response.status()) : 'nothing'}`);
    await settle(page);
    const { firstPaint, largestPaint, longTasks, shifts } = await page.evaluate(() => window.benchSeen);
    const after = longTasks.filter(([start, duration]) => start + duration > firstPaint);
    const blocking = blockingTime(after.map(([start, duration]) => start + duration - Math.max(start, firstPaint)));
    return { ...(await traffic()), firstPaint, largestPaint, blocking, shift: cumulativeShift(shifts) };
  } finally {
    await context.close();
  }
}

/** Why a page could not be measured, in one line. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/^page\.goto: /, '') ?? '';
