/** How long the build takes: of the site as it is, and of one with 10, 100, 1,000 articles. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { langs, type Lang } from '../../src/i18n/lang.ts';
import { readBibliography } from '../../src/links/bibliography.ts';
import { readPermalinks, writePermalinks, type Permalinks } from '../../src/links/permalinks.ts';
import { astroWatched, copyProject, removeCopy } from '../support/copy-project.ts';
import type { BenchOptions } from './arguments.ts';
import { generateArticles, generatePermalinks, type ArticleSource } from './generated-articles.ts';
import { phasesOf, type Phases } from './phases.ts';
import type { Report, Row } from './report.ts';
import { shortArticles } from './short-articles.ts';
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

/** What the content of a copy of the project is replaced with. */
interface Content {
  readonly articles: readonly ArticleSource[];
  readonly permalinks: Permalinks;
}
export type ArticleKind = 'full' | 'short';

/** Content of `count` articles. Short ones were never published: what is new is no mistake. */
function contentOf(kind: ArticleKind, count: number): Content {
  const content = join(root, 'content');
  if (kind === 'full') {
    const sources = ownArticles();
    const lock = readPermalinks(join(content, 'permalinks.json'));
    return {
      articles: generateArticles(sources, count),
      permalinks: generatePermalinks(sources, count, lock),
    };
  }
  const series = JSON.parse(readFileSync(join(content, 'series.json'), 'utf8')) as { readonly id: string }[];
  const { works } = readBibliography(join(content, 'references.bib'));
  const articles = shortArticles(
    count,
    series.map(({ id }) => id),
    [...works.keys()],
  );
  return { articles, permalinks: [] };
}

/** Puts articles into `content` in place of what is there. */
export function writeContent(content: string, { articles, permalinks }: Content): void {
  for (const name of ['articles', 'series']) rmSync(join(content, name), { recursive: true, force: true });
  writeFileSync(join(content, 'permalinks.json'), writePermalinks(permalinks));
  for (const { slug, files } of articles) {
    const folder = join(content, 'articles', slug);
    mkdirSync(folder, { recursive: true });
    for (const lang of langs) writeFileSync(join(folder, `${lang}.mdx`), files[lang]);
  }
}

async function buildWith(kind: ArticleKind, count: number): Promise<Built> {
  const copy = copyProject();
  try {
    writeContent(join(copy, 'content'), contentOf(kind, count));
    return await build(copy, join(copy, 'dist'));
  } finally {
    removeCopy(copy);
  }
}

async function growthOf(kind: ArticleKind, sizes: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  let before: CostAt | undefined;
  for (const size of sizes.toSorted((a, b) => a - b)) {
    const { seconds, peakBytes, files, phases } = await buildWith(kind, size);
    const now = { size, cost: seconds };
    rows.push({
      articles: size,
      seconds: rounded(seconds),
      's/article': Number((seconds / size).toFixed(3)),
      's per further article': before ? Number(marginalCost(before, now).toFixed(3)) : '',
      exponent: before ? Number(growthExponent(before, now).toFixed(2)) : '',
      'peak memory MB': megabytes(peakBytes),
      files,
      ...phases,
    });
    before = now;
    console.log(`${String(size)} ${kind} articles: ${seconds.toFixed(1)} s`);
  }
  return rows;
}

const growthMethod = (articles: string): string =>
  `cold builds of copies of the project on ${cpus().length} cores, once each, both languages; articles are ${articles}; all ${demoCount()} demos and their own pages are built in every row; exponent: p in seconds ∝ articles^p from the row above (1 is linear); peak memory grows as far as Node lets it before it collects garbage`;

const demoCount = (): number => readdirSync(join(root, 'src/demos')).length;

export async function measureGrowth(report: Report, { sizes, fullSizes }: BenchOptions): Promise<void> {
  if (fullSizes.length > 0)
    report.table(
      'Growth of the build, full articles',
      growthMethod('the site’s own again and again under new names, with all their demos'),
      await growthOf('full', fullSizes),
    );
  report.table(
    'Growth of the build, short articles',
    growthMethod('generated: about 500 words, formulas, citations, links to others, no demo'),
    await growthOf('short', sizes),
  );
}
