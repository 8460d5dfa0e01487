/**
 * Figures that articles quote from papers: what each source states, and that both languages quote just that beside its citation.
 * Whoever changes a figure in a text has to look into the source again.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { langs } from '../../../src/i18n/lang.ts';

interface Quotation {
  readonly article: string;
  /** Key of content/references.bib. */
  readonly source: string;
  /** Where in the source the figures stand, and what they are. */
  readonly where: string;
  readonly figures: readonly string[];
}

const quotations: readonly Quotation[] = [
  {
    article: 'efficient-attention',
    source: 'tay2021lra',
    where: 'Table 1, averages: Transformer, BigBird, Performer, Linformer, Reformer, local attention',
    figures: ['54.39', '55.01', '51.41', '51.36', '50.67', '46.06'],
  },
  {
    article: 'gau',
    source: 'hua2022transformer',
    where: 'abstract: speed-ups on Wiki-40B and PG-19 (autoregressive) and C4 (masked)',
    figures: ['4.9', '12.1', '4.8'],
  },
  {
    article: 'score-matching',
    source: 'song2019generative',
    where: 'Table 1, NCSN on CIFAR-10: inception score, FID',
    figures: ['8.87', '25.32'],
  },
  {
    article: 'diffusion-sde',
    source: 'song2021score',
    where: 'abstract, CIFAR-10: FID, inception score, bits per dimension',
    figures: ['2.20', '9.89', '2.99'],
  },
  {
    article: 'edm',
    source: 'karras2022elucidating',
    where: 'abstract, CIFAR-10: FID with and without classes, network evaluations',
    figures: ['1.79', '1.97', '35'],
  },
  {
    article: 'stable-diffusion',
    source: 'rombach2022high',
    where: 'Table 3, LDM-4-G with classifier-free guidance 1.5 on ImageNet: FID, inception score',
    figures: ['3.60', '247.67', '1.5'],
  },
];

/** Paragraphs of an article that cite a source. */
function citing(article: string, lang: string, source: string): string {
  const text = readFileSync(join('content/articles', article, `${lang}.mdx`), 'utf8');
  return text
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.includes(`@${source}`))
    .join('\n');
}

describe.each(quotations)('$article quotes $source, $where', ({ article, source, figures }) => {
  it.each(langs)('with the figures of the source (%s)', (lang) => {
    const quoted = citing(article, lang, source);
    for (const figure of figures) {
      expect(quoted, figure).toMatch(new RegExp(`(?<![\\d.])${figure.replace('.', '\\.')}(?!\\d)`));
    }
  });
});
