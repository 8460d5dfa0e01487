/** Articles made for measuring the build are articles. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildInventory } from '../../../src/links/inventory.ts';
import { readPermalinks, unlockedTargets, type Permalinks } from '../../../src/links/permalinks.ts';
import { checkContent, formatProblems } from '../../../src/markdown/check-content.ts';
import { discoverDemos } from '../../../src/registry/node.ts';
import { ownArticles, writeContent } from '../../bench/build.ts';
import { generateArticles, generatePermalinks, relink, type ArticleSource } from '../../bench/generated-articles.ts';
import { shortArticles } from '../../bench/short-articles.ts';
import { projectRoot } from '../../support/copy-project.ts';

const project = mkdtempSync(join(tmpdir(), 'generated-'));
afterAll(() => rmSync(project, { recursive: true, force: true }));

const sources = ownArticles().filter(({ slug }) => ['linear-attention', 'performer', 'rope'].includes(slug));
const generated = generateArticles(sources, 5);

/** The content checks of a project that has these articles. */
async function mistakesIn(name: string, articles: readonly ArticleSource[], permalinks: Permalinks) {
  const content = join(project, name, 'content');
  mkdirSync(content, { recursive: true });
  for (const file of ['references.bib', 'series.json']) cpSync(join(projectRoot, 'content', file), join(content, file));
  writeContent(content, { articles, permalinks });
  const inventory = buildInventory(content);
  return { inventory, mistakes: formatProblems(checkContent(inventory, { demos: await discoverDemos(projectRoot) })) };
}

describe('articles made of the site’s own', () => {
  it('have names of their own', () => {
    expect(generated.map(({ slug }) => slug)).toEqual([
      'linear-attention',
      'performer',
      'rope',
      'linear-attention-2',
      'performer-2',
    ]);
  });

  it('have no mistake that the build would find, published targets, and links among themselves', async () => {
    const locked = readPermalinks(join(projectRoot, 'content/permalinks.json'));
    const lock = generatePermalinks(sources, generated.length, locked);
    const { inventory, mistakes } = await mistakesIn('full', generated, lock);
    expect(mistakes).toBe('');
    expect(inventory.permalinks.some(({ slug, id }) => slug === 'performer-2' && id !== '')).toBe(true);
    expect(unlockedTargets(inventory)).toEqual([]);
    expect(generated.find(({ slug }) => slug === 'performer-2')?.files.en).toContain('](/linear-attention-2/');
  });
});

describe('short articles', () => {
  it('have no mistake that the build would find, and differ', async () => {
    const short = shortArticles(6, ['attention', 'linear'], ['su2021roformer', 'vaswani2017attention']);
    const { inventory, mistakes } = await mistakesIn('short', short, []);
    expect(mistakes).toBe('');
    expect(inventory.articles).toHaveLength(6);
    expect(new Set(short.map(({ files }) => files.en)).size).toBe(6);
    expect(short[5]?.files.zh).toContain('](/generated-1/#bound)');
  });
});

describe('links to other articles', () => {
  const rename = (slug: string): string | undefined => (slug === 'rope' ? 'rope-2' : undefined);

  it('lead to the copies', () => {
    expect(relink('[](/rope/#decay) and [it](/rope/?rope-clocks.m=1#demo-rope-clocks)', rename)).toBe(
      '[](/rope-2/#decay) and [it](/rope-2/?rope-clocks.m=1#demo-rope-clocks)',
    );
  });

  it('are words where there is no copy, and leave other links alone', () => {
    expect(relink('[words](/edm/#x), [](/edm/), [here](#eq-a), [out](https://e.org/edm/)', rename)).toBe(
      'words, edm, [here](#eq-a), [out](https://e.org/edm/)',
    );
  });
});
