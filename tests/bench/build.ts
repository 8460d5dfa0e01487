/** How long the build takes: of the site as it is, and of one with 10, 100, 1,000 articles. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { langs, type Lang } from '../../src/i18n/lang.ts';
import { readPermalinks, writePermalinks } from '../../src/links/permalinks.ts';
import { astroWatched, copyProject, removeCopy } from '../support/copy-project.ts';
import type { BenchOptions } from './arguments.ts';
import { generateArticles, generatePermalinks, type ArticleSource } from './generated-articles.ts';
import { phasesOf, type Phases } from './phases.ts';
import type { Report, Row } from './report.ts';
import { rounded } from './report.ts';
import { dist, root } from './site.ts';
import { growthExponent, marginalCost, type CostAt } from './statistics.ts';

interface Built {
  readonly seconds: number;
  /** Most memory that the process held at a time; undefined where the system does not tell. */
  readonly peakBytes: number | undefined;
  readonly files: number;
  readonly phases: Phases;
}

/** Follows a process's high-water mark of memory, as Linux keeps it. Call the result for the last one seen. */
function watchMemory(pid: number | undefined): () => number | undefined {
  let peak: number | undefined;
  const timer = setInterval(() => {
    try {
      const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? [];
      if (kilobytes !== undefined) peak = Number(kilobytes) * 1024;
    } catch {
      // Ended, or not Linux.
    }
  }, 250);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

/** Builds a folder without any cache. Throws, with the end of its output, when that fails. */
async function build(folder: string, outDir: string): Promise<Built> {
  const started = performance.now();
  let peak = (): number | undefined => undefined;
  const { code, output } = await astroWatched(folder, ['build', '--outDir', outDir], (pid) => {
    peak = watchMemory(pid);
  });
  const seconds = (performance.now() - started) / 1000;
  const peakBytes = peak();
  if (code !== 0) throw new Error(`the build failed:\n${output.split('\n').slice(-40).join('\n')}`);
  const entries = readdirSync(outDir, { recursive: true, withFileTypes: true });
  return { seconds, peakBytes, files: entries.filter((entry) => entry.isFile()).length, phases: phasesOf(output) };
}

const megabytes = (bytes: number | undefined): number | string => (bytes === undefined ? '?' : Math.round(bytes / 1e6));

/** The site into dist/, from a copy of the project, which has no caches. */
export async function measureBuild(report: Report): Promise<void> {
  const copy = copyProject();
  try {
    const { seconds, peakBytes, files, phases } = await build(copy, dist);
    const articles = readdirSync(join(root, 'content/articles')).length;
    report.table('Build', 'the whole site, cold: a fresh copy of the project without caches', [
      {
        articles,
        seconds: rounded(seconds),
        'peak memory MB': megabytes(peakBytes),
        files,
        cores: cpus().length,
        ...phases,
      },
    ]);
  } finally {
    removeCopy(copy);
  }
}

/** The articles as they are written, by slug. */
export function ownArticles(): ArticleSource[] {
  const folder = join(root, 'content/articles');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((slug) => {
      const files = langs.map((lang) => [lang, readFileSync(join(folder, slug, `${lang}.mdx`), 'utf8')]);
      return { slug, files: Object.fromEntries(files) as Record<Lang, string> };
    });
}

/** A copy of the project with that many articles in place of its own. */
export function projectWith(count: number): string {
  const copy = copyProject();
  const content = join(copy, 'content');
  for (const name of ['articles', 'series']) rmSync(join(content, name), { recursive: true, force: true });
  const sources = ownArticles();
  const lock = join(content, 'permalinks.json');
  writeFileSync(lock, writePermalinks(generatePermalinks(sources, count, readPermalinks(lock))));
  for (const { slug, files } of generateArticles(sources, count)) {
    const folder = join(content, 'articles', slug);
    mkdirSync(folder, { recursive: true });
    for (const lang of langs) writeFileSync(join(folder, `${lang}.mdx`), files[lang]);
  }
  return copy;
}

async function buildWith(count: number): Promise<Built> {
  const copy = projectWith(count);
  try {
    return await build(copy, join(copy, 'dist'));
  } finally {
    removeCopy(copy);
  }
}

export async function measureGrowth(report: Report, { sizes }: BenchOptions): Promise<void> {
  const rows: Row[] = [];
  let before: CostAt | undefined;
  for (const size of sizes.toSorted((a, b) => a - b)) {
    const { seconds, peakBytes, files, phases } = await buildWith(size);
    const now = { size, cost: seconds };
    rows.push({
      articles: size,
      pages: 2 * size,
      seconds: rounded(seconds),
      's/article': Number((seconds / size).toFixed(3)),
      's per further article': before ? Number(marginalCost(before, now).toFixed(3)) : '',
      exponent: before ? Number(growthExponent(before, now).toFixed(2)) : '',
      'peak memory MB': megabytes(peakBytes),
      files,
      ...phases,
    });
    before = now;
    console.log(`${String(size)} articles: ${seconds.toFixed(1)} s`);
  }
  report.table(
    'Growth of the build',
    `cold builds of copies of the project on ${cpus().length} cores, once each; articles are the site’s own again and again under new names, with all their demos, both languages; exponent: p in seconds ∝ articles^p from the row above (1 is linear)`,
    rows,
  );
}
