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
  'phone: 390 × 844 at 2 pixels per px, touch, CPU 4 times slower, 1.6 Mbit/s, 150 ms per request, empty cache, no service worker';

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

/** What a page, its frames and its workers ask for and receive. */
export interface Traffic {
  readonly count: () => Promise<Pick<Visit, 'bytes' | 'requests' | 'headBytes'>>;
  /** When anything was asked for or received last, by `Date.now()`; now, while something is under way. */
  readonly lastActive: () => number;
}

interface Size {
  readonly body: number;
  readonly head: number;
}

/**
 * Bytes on the wire of an answer. The browser does not tell them for a worker's first script, nor always for WebAssembly that is compiled
 * while it arrives; the driver then says 0, or less than 0 by the length of the head. Its length is in the answer's head.
 */
export async function sizeOf(request: Request): Promise<Size> {
  const { responseBodySize, responseHeadersSize } = await request.sizes();
  if (responseBodySize > 0) return { body: responseBodySize, head: responseHeadersSize };
  const response = await request.response();
  return { body: Number((await response?.headerValue('content-length')) ?? 0), head: responseHeadersSize };
}

/** Counts from now on. */
export function countTraffic(page: Page): Traffic {
  const received: { readonly kind: Kind; readonly size: Promise<Size> }[] = [];
  const open = new Set<Request>();
  let last = Date.now();
  const ended = (request: Request): void => {
    open.delete(request);
    last = Date.now();
  };
  page.on('request', (request) => {
    open.add(request);
    last = Date.now();
  });
  page.on('requestfailed', ended);
  page.on('requestfinished', (request) => {
    ended(request);
    // Nothing is received for data: and blob: addresses.
    if (!/^https?:/.test(request.url())) return;
    received.push({ kind: kindOf(request), size: sizeOf(request).catch(() => ({ body: 0, head: 0 })) });
  });
  return {
    lastActive: () => (open.size > 0 ? Date.now() : last),
    count: async () => {
      const sizes = await Promise.all(received.map(async ({ kind, size }) => ({ kind, ...(await size) })));
      const bytesOf = (kind: Kind): number => sum(sizes.map((one) => (one.kind === kind ? one.body : 0)));
      return {
        bytes: Object.fromEntries(kinds.map((kind) => [kind, bytesOf(kind)])) as Record<Kind, number>,
        requests: received.length,
        headBytes: sum(sizes.map(({ head }) => head)),
      };
    },
  };
}

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', slow);
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
}

const quiet = 2000;
const patience = 45_000;

/** Until nothing has been under way on the line and no long task has run for two seconds; a page that never rests is cut off. */
async function settle(page: Page, traffic: Traffic): Promise<void> {
  for (const started = Date.now(); Date.now() - started < patience;) {
    const sinceTask = await page.evaluate(() => {
      const [start, duration] = window.benchSeen.longTasks.at(-1) ?? [0, 0];
      return performance.now() - Math.max(start + duration, window.benchSeen.firstPaint || 0);
    });
    const left = quiet - Math.min(sinceTask, Date.now() - traffic.lastActive());
    if (left <= 0) return;
    await page.waitForTimeout(Math.min(left, 500));
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
  const context = await browser.newContext({
    ...(asPhone ? { ...phone, userAgent } : { viewport: { width: 1280, height: 900 } }),
    // Of what comes through a service worker the browser tells the unpacked size.
    serviceWorkers: 'block',
  });
  try {
    const page = await context.newPage();
    await page.addInitScript(watchPage);
    if (noDemos) await page.addInitScript(holdDemos);
    if (asPhone) await slowDown(page);
    const traffic = countTraffic(page);
    const response = await page.goto(url, { waitUntil: 'load', timeout: wholePageTimeout });
    if (!response?.ok()) throw new Error(`the server answered ${response ? String(response.status()) : 'nothing'}`);
    await settle(page, traffic);
    const { firstPaint, largestPaint, longTasks, shifts } = await page.evaluate(() => window.benchSeen);
    const after = longTasks.filter(([start, duration]) => start + duration > firstPaint);
    const blocking = blockingTime(after.map(([start, duration]) => start + duration - Math.max(start, firstPaint)));
    return { ...(await traffic.count()), firstPaint, largestPaint, blocking, shift: cumulativeShift(shifts) };
  } finally {
    await context.close();
  }
}

/** Why a page could not be measured, in one line. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/^page\.goto: /, '') ?? '';
