/** Lighthouse on a page, in a Chromium that listens on a port. */
import type { Browser } from '@playwright/test';
import { chromium } from '@playwright/test';
import lighthouse, { type Flags } from 'lighthouse';
import { findChromium } from './chromium.ts';
import { freePort } from './free-port.ts';

export type Category = 'performance' | 'accessibility' | 'best-practices' | 'seo';
export const categories: readonly Category[] = ['performance', 'accessibility', 'best-practices', 'seo'];

/** An audit that costs points, and on what. */
export interface Shortfall {
  readonly audit: string;
  /** Points of the category's hundred that it costs. */
  readonly points: number;
  /** What was measured, or on which elements. */
  readonly detail: string;
}
export interface Judged {
  /** 0 to 100; undefined where Lighthouse gave none. */
  readonly scores: Readonly<Partial<Record<Category, number>>>;
  readonly shortfalls: Readonly<Partial<Record<Category, readonly Shortfall[]>>>;
  /** Figures of the performance category: milliseconds, and layout shift without unit. */
  readonly figures: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}

export interface Listening {
  readonly browser: Browser;
  readonly port: number;
}

/** A Chromium that Lighthouse can be pointed at. As it is: without the switches that give the tests a GPU in software. */
export async function listeningChromium(): Promise<Listening> {
  const port = await freePort();
  const executablePath = findChromium();
  const args = ['--no-sandbox', '--no-first-run', '--disable-background-networking', `--remote-debugging-port=${port}`];
  return { port, browser: await chromium.launch({ args, ...(executablePath ? { executablePath } : {}) }) };
}

/** Opens a page with Lighthouse's settings for a phone and judges it. Throws when Lighthouse can't. */
export async function judge(url: string, port: number, only: readonly Category[] = categories): Promise<Judged> {
  const flags: Flags = {
    port,
    logLevel: 'error',
    output: 'json',
    onlyCategories: [...only],
    disableFullPageScreenshot: true,
  };
  const { lhr } = (await lighthouse(url, flags)) ?? {};
  if (!lhr) throw new Error(`Lighthouse gave no result for ${url}`);
  if (lhr.runtimeError) throw new Error(`Lighthouse on ${url}: ${lhr.runtimeError.message}`);
  const scores: Partial<Record<Category, number>> = {};
  const shortfalls: Partial<Record<Category, Shortfall[]>> = {};
  for (const name of only) {
    const { score, auditRefs = [] } = lhr.categories[name] ?? {};
    if (typeof score === 'number') scores[name] = Math.round(100 * score);
    const total = auditRefs.reduce((sum, { id, weight }) => sum + (lhr.audits[id]?.score == null ? 0 : weight), 0);
    shortfalls[name] = auditRefs.flatMap(({ id, weight }) => {
      const { score = null, details, displayValue } = lhr.audits[id] ?? {};
      if (score === null || score >= 1 || weight === 0) return [];
      const items = details && 'items' in details ? JSON.stringify(details.items).slice(0, 300) : '';
      return [{ audit: id, points: (100 * weight * (1 - score)) / total, detail: displayValue ?? items }];
    });
  }
  const names = [
    'first-contentful-paint',
    'largest-contentful-paint',
    'speed-index',
    'total-blocking-time',
    'cumulative-layout-shift',
  ];
  const figures = Object.fromEntries(names.map((name) => [name, lhr.audits[name]?.numericValue ?? NaN]));
  return { scores, shortfalls, figures, warnings: lhr.runWarnings };
}
