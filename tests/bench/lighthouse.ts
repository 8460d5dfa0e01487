/** What Lighthouse says of the site on a phone, and what each missing point is for. */
import { categories, judge, listeningChromium, type Category, type Judged } from '../support/lighthouse.ts';
import type { BenchOptions } from './arguments.ts';
import type { Report, Row } from './report.ts';
import { rounded } from './report.ts';
import { typicalPages, type Site } from './site.ts';
import { median } from './statistics.ts';
import { reasonOf } from './visit.ts';

function scoresRow(page: string, runs: readonly Judged[]): Row {
  const score = (category: Category): number => median(runs.map(({ scores }) => scores[category] ?? NaN));
  const figure = (name: string): number => median(runs.map(({ figures }) => figures[name] ?? NaN));
  return {
    page,
    ...Object.fromEntries(categories.map((category) => [category, score(category)])),
    'FCP ms': Math.round(figure('first-contentful-paint')),
    'LCP ms': Math.round(figure('largest-contentful-paint')),
    'speed index ms': Math.round(figure('speed-index')),
    'blocking ms': Math.round(figure('total-blocking-time')),
    shift: Number(figure('cumulative-layout-shift').toFixed(4)),
  };
}

/** The audits that cost points in the middle run, worst first. */
function reasons(page: string, runs: readonly Judged[]): Row[] {
  const byScore = runs.toSorted((a, b) => (a.scores.performance ?? 0) - (b.scores.performance ?? 0));
  const middle = byScore[Math.floor(runs.length / 2)];
  return categories.flatMap((category) =>
    (middle?.shortfalls[category] ?? [])
      .toSorted((a, b) => b.points - a.points)
      .filter(({ points }) => points >= 0.05)
      .map(({ audit, points, detail }) => ({ page, category, audit, points: rounded(points), detail })),
  );
}

/** Once more when it fails: on a busy machine Chromium now and then records a trace without a paint. */
const judgeOrAgain = (url: string, port: number): Promise<Judged> => judge(url, port).catch(() => judge(url, port));

export async function measureLighthouse(
  report: Report,
  site: Site,
  { quick, runs, paths }: BenchOptions,
): Promise<void> {
  const { browser, port } = await listeningChromium();
  const repetitions = quick ? 1 : Math.min(3, runs);
  const rows: Row[] = [];
  const missing: Row[] = [];
  try {
    for (const path of paths.length > 0 ? paths : typicalPages) {
      try {
        const judged: Judged[] = [];
        for (let run = 0; run < repetitions; run++) judged.push(await judgeOrAgain(site.url + path, port));
        rows.push(scoresRow(path, judged));
        missing.push(...reasons(path, judged));
      } catch (error) {
        rows.push({ page: path, failed: reasonOf(error) });
      }
    }
  } finally {
    await browser.close();
  }
  report.table(
    'Lighthouse',
    `its settings for a phone (simulated slow 4G, CPU 4 times slower); medians of ${repetitions} runs; behind ${site.host}`,
    rows,
  );
  report.table('Points that are missing, and why', 'audits below their full score in the middle run', missing);
}
