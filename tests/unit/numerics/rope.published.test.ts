/** Figures of papers that the article quotes: the text must say what the source says. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { langs } from '../../../src/i18n/lang.ts';

/** BLEU on WMT 2014 English to German: Table 1 of Su et al., RoFormer (arXiv 2104.09864). */
const roformerTable1 = { transformerBase: '27.3', roformer: '27.5' } as const;

/** The paragraphs of an article, each on one line. */
async function paragraphs(lang: string): Promise<readonly string[]> {
  const source = await readFile(new URL(`../../../content/articles/rope/${lang}.mdx`, import.meta.url), 'utf8');
  return source.split(/\n\s*\n/).map((text) => text.replace(/\s+/g, ' '));
}
const bleuFigures = (text: string): readonly string[] => text.match(/\b2\d\.\d\b/g) ?? [];

describe.each(langs)('the article (%s) quotes Table 1 of Su et al. (RoFormer)', (lang) => {
  it('gives 27.5 for RoFormer and 27.3 for the Transformer in one paragraph that cites the paper', async () => {
    const quoting = (await paragraphs(lang)).filter((text) => text.includes('BLEU'));
    expect(quoting.length).toBeGreaterThan(0);
    for (const text of quoting) {
      expect([...bleuFigures(text)].sort()).toEqual([roformerTable1.transformerBase, roformerTable1.roformer]);
      expect(text).toContain('@su2021roformer');
    }
  });
});
