import { cpSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildInventory, openInventory } from '../../../src/links/inventory.ts';

const fixtureDir = fileURLToPath(new URL('../../fixtures/content', import.meta.url));
const scratch = (): string => {
  const project = mkdtempSync(join(tmpdir(), 'inventory-'));
  onTestFinished(() => {
    rmSync(project, { recursive: true, force: true });
  });
  cpSync(fixtureDir, join(project, 'content'), { recursive: true });
  return join(project, 'content');
};

describe('the inventory', () => {
  it('holds every target of both languages in order', () => {
    const { articles, series, article } = buildInventory(fixtureDir);
    expect(articles.map(({ slug }) => slug)).toEqual(['alpha', 'beta']);
    expect(series).toEqual(['basics']);
    const ids = (lang: 'en' | 'zh') => article('alpha', lang)?.targets.map(({ id }) => id);
    expect(ids('en')).toEqual([
      ...['first', 'eq-energy', 'detail', 'def-energy', 'fig-plot', 'tab-values', 'second', 'demo-slider'],
      ...['ref-one2020', 'ref-many2023a', 'ref-many2023b', 'ref-two2021'],
    ]);
    expect(ids('zh')).toEqual(ids('en'));
  });

  it('knows titles, numbers, TeX and places', () => {
    const { target } = buildInventory(fixtureDir);
    expect(target('alpha', 'en', 'eq-energy')).toEqual({
      kind: 'equation',
      id: 'eq-energy',
      title: 'E = q^\\top k + \\tfrac12 {v_{q}}',
      tex: 'E = q^\\top k + \\tfrac12 {v_{q}}',
      number: 1,
      line: 21,
      column: 1,
    });
    expect(target('alpha', 'zh', 'first')).toMatchObject({ kind: 'section', title: '第一节', depth: 2 });
    expect(target('alpha', 'en', 'fig-plot')).toMatchObject({
      title: 'The values of (1) for d=2',
      number: 1,
    });
    expect(target('alpha', 'zh', 'def-energy')).toMatchObject({ title: '能量' });
    expect(target('alpha', 'en', 'demo-slider')).toMatchObject({ kind: 'demo', number: 1 });
    expect(target('alpha', 'en', 'ref-one2020')).toMatchObject({ kind: 'reference', line: 12 });
    expect(target('alpha', 'en', 'nowhere')).toBeUndefined();
    expect(target('nowhere', 'en', 'first')).toBeUndefined();
  });

  it('reads a file again when it changed, and only then', () => {
    const content = scratch();
    const path = join(content, 'articles', 'beta', 'en.mdx');
    const before = buildInventory(content);
    expect(buildInventory(content).article('alpha', 'en')).toBe(before.article('alpha', 'en'));
    writeFileSync(path, '---\ntitle: Changed\n---\n\n## New [#new]\n');
    utimesSync(path, new Date(), new Date(Date.now() + 5000));
    const after = openInventory(content);
    expect(after.target('beta', 'en', 'new')).toMatchObject({ title: 'New', line: 5 });
    expect(after.target('beta', 'en', 'only-section')).toBeUndefined();
    expect(after.article('beta', 'en')?.frontmatter['title']).toBe('Changed');
  });

  it('a file that can’t be parsed is kept, with the reason', () => {
    const content = scratch();
    writeFileSync(join(content, 'articles', 'beta', 'en.mdx'), 'x\n\n<Figure>\n');
    const file = buildInventory(content).article('beta', 'en');
    expect(file?.parseError).toMatchObject({ line: 3, path: 'content/articles/beta/en.mdx' });
    expect(file?.targets).toEqual([]);
  });

  it('an empty folder is an empty inventory', () => {
    const content = mkdtempSync(join(tmpdir(), 'inventory-'));
    onTestFinished(() => {
      rmSync(content, { recursive: true, force: true });
    });
    expect(buildInventory(content).articles).toEqual([]);
  });
});
