/** The site's own pages, and any others: bytes by kind, paints, blocking, layout shift. */
import type { Browser, Page } from '@playwright/test';
import type { BenchOptions } from './arguments.ts';
import { watchPage } from './probes.ts';
import type { Report, Row } from './report.ts';
import { demosOn, preloadedBytes, sitePages, typicalPages, type Sent, type Site } from './site.ts';
import { cumulativeShift, largest, median } from './statistics.ts';
import { millionReaders, peakFactor } from './readers.ts';
import { phoneProfile, reasonOf, visit, type Visit } from './visit.ts';

/** Medians over visits of one page, as a row. */
export function summarise(page: string, visits: readonly Visit[]): Row {
  const middle = (read: (one: Visit) => number): number => median(visits.map(read));
  return {
    page,
    'FCP ms': Math.round(middle((one) => one.firstPaint)),
    'LCP ms': Math.round(middle((one) => one.largestPaint)),
    'blocking ms': Math.round(middle((one) => one.blocking)),
    shift: Number(middle((one) => one.shift).toFixed(4)),
    requests: middle((one) => one.requests),
    'html B': middle((one) => one.bytes.html),
    'css B': middle((one) => one.bytes.css),
    'js B': middle((one) => one.bytes.js),
    'wasm B': middle((one) => one.bytes.wasm),
    'fonts B': middle((one) => one.bytes.fonts),
    'images B': middle((one) => one.bytes.images),
    'other B': middle((one) => one.bytes.other),
    'heads B': middle((one) => one.headBytes),
  };
}

/** Visits a page several times; a page that can't be had is a row that says why. */
async function measure(browser: Browser, name: string, url: string, runs: number): Promise<Row> {
  const visits: Visit[] = [];
  try {
    for (let run = 0; run < runs; run++) visits.push(await visit(browser, url, { asPhone: true }));
  } catch (error) {
    return { page: name, failed: reasonOf(error) };
  }
  return summarise(name, visits);
}

/** Bytes before any demo is near: the figures that the budgets are about. */
async function weigh(browser: Browser, site: Site, path: string): Promise<Row> {
  const { bytes, requests } = await visit(browser, site.url + path, { asPhone: false, noDemos: true });
  return {
    page: path,
    demos: demosOn(path).length,
    'html B': bytes.html,
    'css B': bytes.css,
    'js B': bytes.js,
    'fonts B': bytes.fonts,
    'images B': bytes.images,
    'first paint B': bytes.html + bytes.css + preloadedBytes(path),
    requests,
  };
}

/** What the host sends while something is done. */
async function sentDuring(site: Site, work: () => Promise<void>): Promise<Sent> {
  const before = site.sent();
  await work();
  const after = site.sent();
  return before && after
    ? { requests: after.requests - before.requests, bytes: after.bytes - before.bytes }
    : { requests: NaN, bytes: NaN };
}

/** A page read from top to bottom, its demos coming to life, twice: what moved, and what was sent the first and the second time. */
async function read(browser: Browser, site: Site, path: string, width: number): Promise<Row> {
  const context = await browser.newContext({ viewport: { width, height: 850 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(watchPage);
    const shifts: number[] = [];
    const readOnce = async (): Promise<void> => {
      await page.goto(site.url + path, { waitUntil: 'load' });
      await readThrough(page);
      shifts.push(cumulativeShift(await page.evaluate(() => window.benchSeen.shifts)));
    };
    const first = await sentDuring(site, readOnce);
    await page.goto('about:blank');
    const again = await sentDuring(site, readOnce);
    return {
      page: path,
      width,
      demos: demosOn(path).length,
      shift: Number(largest(shifts).toFixed(4)),
      requests: first.requests,
      'sent B': first.bytes,
      'requests again': again.requests,
      'sent again B': again.bytes,
    };
  } finally {
    await context.close();
  }
}

const readThrough = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
    for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
      scrollTo({ top: y, behavior: 'instant' });
      await pause(200);
    }
    const demos = [...document.querySelectorAll<HTMLElement>('live-demo')];
    for (let tries = 0; tries < 100 && demos.some(({ dataset }) => dataset['state'] === 'loading'); tries++)
      await pause(100);
    await pause(500);
  });

export async function measurePages(
  report: Report,
  browser: Browser,
  site: Site,
  { quick, runs, paths, urls }: BenchOptions,
): Promise<void> {
  const chosen = paths.length > 0 ? paths : typicalPages;
  const weighed: Row[] = [];
  for (const path of quick || paths.length > 0 ? chosen : sitePages()) weighed.push(await weigh(browser, site, path));
  report.table(
    'Bytes before any demo is near',
    `bodies as sent by ${site.host}; 1280 × 900, one visit, empty cache; demos are held back; first paint: HTML, CSS and the fonts that are preloaded`,
    weighed,
  );

  const rows: Row[] = [];
  for (const path of chosen) rows.push(await measure(browser, path, site.url + path, runs));
  for (const url of urls) rows.push(await measure(browser, url, url, runs));
  report.table(
    'Pages on a phone',
    `${phoneProfile}; medians of ${runs} visits, each until the page was quiet for 2 s, with the demos that are near; blocking is what tasks took beyond 50 ms each after the first paint; bodies as received`,
    rows,
  );

  const readings: Row[] = [];
  const articles =
    paths.length > 0 ? paths.filter((path) => demosOn(path).length > 0) : quick ? ['/rope/'] : readArticles;
  for (const path of articles) readings.push(await read(browser, site, path, phoneWidth));
  for (const path of articles.slice(0, 1)) readings.push(await read(browser, site, path, 1280));
  report.table(
    'Articles read to the end',
    '600 px every 200 ms, all demos coming to life on the backend that comes first; not slowed down; bytes as nginx sent them, heads included, with an empty cache and on the next visit; shift: the worse of both visits',
    readings,
  );
  report.table(
    'A million readers a day',
    `from the table above at ${phoneWidth} px: every reader reads one article to its end; a peak second has ${peakFactor} times the requests of the average one (an assumption)`,
    millionReaders(readings.filter((row) => row['width'] === phoneWidth)),
  );
}
const phoneWidth = 390;
/** Short and long, with demos that are light, that train, and that fetch weights. */
const readArticles = ['/rope/', '/random-walk/', '/score-matching/', '/gau/', '/stable-diffusion/'];

/** Addresses alone, when the site's own pages are not asked for. */
export async function measureAddresses(
  report: Report,
  browser: Browser,
  { urls, runs }: Pick<BenchOptions, 'urls' | 'runs'>,
): Promise<void> {
  const rows: Row[] = [];
  for (const url of urls) rows.push(await measure(browser, url, url, runs));
  report.table('Other pages on a phone', `${phoneProfile}; medians of ${runs} visits; bodies as received`, rows);
}
