/** Backlinks: who links to which section, from this article and from others, in both languages. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backlinksOf } from '../../../src/links/backlinks.ts';
import { buildInventory } from '../../../src/links/inventory.ts';
import type { Inventory } from '../../../src/links/inventory.ts';

const folder = mkdtempSync(join(tmpdir(), 'backlinks-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(slug: string, lang: string, text: string): void {
  mkdirSync(join(folder, 'content/articles', slug), { recursive: true });
  writeFileSync(join(folder, 'content/articles', slug, `${lang}.mdx`), `---\ntitle: The ${slug}\n---\n\n${text}`);
}

const alpha = `Opening, see [](#two) and [](/beta/).

## One [#one]

$$
a = b
\\label{eq:first}
$$

By [](#eq-first) here, in its own section.

<Definition id="def-thing" term="thing">

A thing.

</Definition>

## Two [#two]

By [](#eq-first), a [](#def-thing) and [](#eq-first) again. See [](#one). Cited [@key].

### Inside two [#inside]

[](#eq-first) once more, and [references](#references).
`;
const beta = `[The equation](/alpha/#eq-first) before any section.

## Uses [#uses]

[](/alpha/#two), [](/alpha/), [nowhere](/alpha/#nothing), [home](/), [out](https://example.org/alpha/#one).
`;
let inventory: Inventory;
beforeAll(() => {
  for (const lang of ['en', 'zh']) {
    write('alpha', lang, alpha);
    write('beta', lang, lang === 'zh' ? beta.replace('[](/alpha/#two), ', '') : beta);
  }
  writeFileSync(join(folder, 'content/references.bib'), '@misc{key, title={T}, author={A, B}, year={2020}}');
  inventory = buildInventory(join(folder, 'content'));
});

const shown = (slug: string, lang: 'en' | 'zh') =>
  backlinksOf(inventory, slug, lang).map(({ section, from }) => [
    section.id,
    ...from.map((link) => [`${link.slug}#${link.section.id}`, ...link.targets.map(({ id }) => id)].join(' ')),
  ]);

describe('backlinks', () => {
  it('are grouped by section; own sections come first, in reading order; each source once', () => {
    expect(shown('alpha', 'en')).toEqual([
      ['', 'beta#uses'],
      ['one', 'alpha#two eq-first def-thing', 'alpha#inside eq-first', 'beta# eq-first'],
      ['two', 'alpha#', 'beta#uses'],
    ]);
  });
  it('are those of the page’s language', () => {
    expect(shown('alpha', 'zh')).toContainEqual(['two', 'alpha#']);
  });
  it('to an article as a whole come first', () => {
    expect(shown('beta', 'en')).toEqual([['', 'alpha#']]);
  });
  it('name sections by their titles', () => {
    const [, one] = backlinksOf(inventory, 'alpha', 'en');
    expect(one?.section.title).toBe('One');
    expect(one?.from[1]?.section.title).toBe('Inside two');
  });
  it('of an article that nothing links to, or that does not exist, are none', () => {
    expect(backlinksOf(inventory, 'gamma', 'en')).toEqual([]);
  });
});
