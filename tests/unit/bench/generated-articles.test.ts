/** Articles made for measuring the build are articles. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { langs } from '../../../src/i18n/lang.ts';
import { buildInventory } from '../../../src/links/inventory.ts';
import { readPermalinks, unlockedTargets, writePermalinks } from '../../../src/links/permalinks.ts';
import { checkContent, formatProblems } from '../../../src/markdown/check-content.ts';
import { discoverDemos } from '../../../src/registry/node.ts';
import { ownArticles } from '../../bench/build.ts';
import { generateArticles, generatePermalinks, relink } from '../../bench/generated-articles.ts';
import { projectRoot } from '../../support/copy-project.ts';

const project = mkdtempSync(join(tmpdir(), 'generated-'));
afterAll(() => rmSync(project, { recursive: true, force: true }));

const sources = ownArticles().filter(({ slug }) => ['linear-attention', 'performer', 'rope'].includes(slug));
const generated = generateArticles(sources, 5);

describe('generated articles', () => {
  it('have names of their own', () => {
    expect(generated.map(({ slug }) => slug)).toEqual([
      'linear-attention',
      'performer',
      'rope',
      'linear-attention-2',
      'performer-2',
    ]);
  });

  it('have no mistake that the build would find, and links among themselves', async () => {
    mkdirSync(join(project, 'content'));
    for (const file of ['references.bib', 'series.json'])
      cpSync(join(projectRoot, 'content', file), join(project, 'content', file));
    for (const { slug, files } of generated) {
      const folder = join(project, 'content/articles', slug);
      mkdirSync(folder, { recursive: true });
      for (const lang of langs) writeFileSync(join(folder, `${lang}.mdx`), files[lang]);
    }
    const locked = readPermalinks(join(projectRoot, 'content/permalinks.json'));
    const lock = generatePermalinks(sources, generated.length, locked);
    writeFileSync(join(project, 'content/permalinks.json'), writePermalinks(lock));
    const inventory = buildInventory(join(project, 'content'));
    expect(formatProblems(checkContent(inventory, { demos: await discoverDemos(projectRoot) }))).toBe('');
    expect(inventory.permalinks.some(({ slug, id }) => slug === 'performer-2' && id !== '')).toBe(true);
    expect(unlockedTargets(inventory)).toEqual([]);
    expect(generated.find(({ slug }) => slug === 'performer-2')?.files.en).toContain('](/linear-attention-2/');
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
