/** Published targets: none is lost, none is forgotten. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { buildInventory } from '../../../src/links/inventory.ts';
import {
  lockedWith,
  lostTargets,
  parsePermalinks,
  presentTargets,
  readPermalinks,
  unlockedTargets,
  writePermalinks,
} from '../../../src/links/permalinks.ts';
import { check, contentWith, fixtureDir, head } from '../markdown/support.ts';

const contentDir = fileURLToPath(new URL('../../../content', import.meta.url));

describe('content/permalinks.json', () => {
  const inventory = buildInventory(contentDir);

  it('loses nothing that was published', () => {
    const lost = lostTargets(inventory).map(({ slug, id, lang }) => `/${slug}/#${id} (${lang})`);
    expect(lost, 'alias these ids, or say where they moved to: docs/linking.md').toEqual([]);
  });

  it('knows every target of every article that it knows; one that it does not know is not published yet', () => {
    const published = new Set(readPermalinks(join(contentDir, 'permalinks.json')).map(({ slug }) => slug));
    const unlocked = unlockedTargets(inventory)
      .filter(({ slug }) => published.has(slug))
      .map(({ slug, id }) => `/${slug}/#${id}`);
    expect(unlocked, 'run `npm run permalinks` and commit content/permalinks.json').toEqual([]);
  });
});

describe('the lock file', () => {
  const inventory = buildInventory(fixtureDir);

  it('lists articles, sections, equations, figures, tables, definitions, demos and references of both languages', () => {
    const present = presentTargets(inventory);
    const kinds = new Set(present.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([
      'article',
      'definition',
      'demo',
      'equation',
      'figure',
      'reference',
      'section',
      'table',
    ]);
    expect(present.every(({ languages }) => languages.length === 2)).toBe(true);
  });

  it('is written sorted, and read back the same', () => {
    const present = presentTargets(inventory);
    const text = writePermalinks(present.toReversed());
    expect(parsePermalinks(text)).toEqual(present);
    expect(writePermalinks(parsePermalinks(text))).toBe(text);
  });

  it('only ever grows', () => {
    const old = parsePermalinks('{"gone":{"":"article en","x":"section en"},"alpha":{"first":"section en"}}');
    const all = lockedWith(old, presentTargets(inventory));
    expect(all).toEqual(expect.arrayContaining([{ slug: 'gone', id: 'x', kind: 'section', languages: ['en'] }]));
    expect(all).toEqual(
      expect.arrayContaining([{ slug: 'alpha', id: 'first', kind: 'section', languages: ['en', 'zh'] }]),
    );
  });
});

const body = '## New name [#new-name]\n\nText.\n';
const withFrontmatter = (lines: string): string => head.replace(/---\n$/, `${lines}---\n`) + body;
const problemsWith = (lines: string, permalinks: object = {}) =>
  check(
    contentWith({
      'articles/gamma/en.mdx': withFrontmatter(lines),
      'articles/gamma/zh.mdx': withFrontmatter(lines),
      'permalinks.json': JSON.stringify(permalinks),
    }),
  );

describe('a published target that is gone', () => {
  const locked = { gamma: { '': 'article en zh', 'old-name': 'section en zh' } };

  it('fails, naming the file, the id and the remedy', () => {
    const problems = problemsWith('', locked);
    expect(problems.map(({ rule, file }) => [rule, file])).toEqual([
      ['lost-permalink', join('content', 'articles', 'gamma', 'en.mdx')],
      ['lost-permalink', join('content', 'articles', 'gamma', 'zh.mdx')],
    ]);
    expect(problems[0]?.message).toContain('/gamma/#old-name');
    expect(problems[0]?.remedy).toContain('aliases: { old-name: new-id }');
  });

  it('is found again through an alias, or where it moved to', () => {
    expect(problemsWith('aliases: { old-name: new-name }\n', locked)).toEqual([]);
    expect(problemsWith('moved: { old-name: "/alpha/#first" }\n', locked)).toEqual([]);
  });

  it('of an article that was renamed is found under the new slug', () => {
    const renamed = { before: { '': 'article en zh', 'new-name': 'section en zh' } };
    const [problem, ...others] = problemsWith('', renamed);
    expect(problem).toMatchObject({ rule: 'lost-permalink', file: 'content/permalinks.json' });
    expect(problem?.remedy).toContain('formerly: [before]');
    expect(others).toEqual([]);
    expect(problemsWith('formerly: [before]\n', renamed)).toEqual([]);
  });
});

describe('renames', () => {
  const mistakes: [string, string, RegExp][] = [
    ['unknown-alias', 'aliases: { old: new-nmae }', /Did you mean "new-name"\?/],
    ['alias-taken', 'aliases: { new-name: new-name }', /must not be in use/],
    ['alias-chain', 'aliases: { older: old, old: new-name }', /older: new-name/],
    ['alias-chain', 'aliases: { older: old }\nmoved: { old: "/alpha/#first" }', /"moved": older: \/alpha\/#first/],
    ['bad-moved', 'moved: { old: "#new-name" }', /\/slug\/#id/],
    ['bad-moved', 'moved: { old: "/gamma/#new-name" }', /"aliases"/],
    ['unknown-moved', 'moved: { old: "/alpha/#fisrt" }', /Did you mean "first"\?/],
    ['unknown-moved', 'moved: { old: "/alhpa/#first" }', /Did you mean "alpha"\?/],
    ['bad-former', 'formerly: [alpha]', /must be free/],
    ['bad-former', 'formerly: [embed]', /must be free/],
  ];
  it.each(mistakes)('%s: %s', (rule, lines, remedy) => {
    const found = problemsWith(`${lines}\n`).filter((problem) => problem.rule === rule);
    expect(found.length).toBeGreaterThanOrEqual(2);
    expect(found[0]?.file).toBe('content/articles/gamma/en.mdx');
    expect(found[0]?.line).toBeGreaterThan(1);
    expect(found[0]?.remedy).toMatch(remedy);
  });

  it('are the same in both languages', () => {
    const problems = check(
      contentWith({
        'articles/gamma/en.mdx': withFrontmatter('aliases: { old: new-name }\n'),
        'articles/gamma/zh.mdx': withFrontmatter(''),
      }),
    );
    expect(problems.map(({ rule }) => rule)).toEqual(['different-frontmatter']);
  });
});
