/** How to cite an article, and what it cites: BibTeX (`/<slug>.bib`) and CSL-JSON (`/<slug>.csl.json`). */
import { locale } from '../../i18n/lang.ts';
import type { Lang } from '../../i18n/lang.ts';
import type { Work } from '../bibliography.ts';

export interface CitedArticle {
  readonly slug: string;
  readonly lang: Lang;
  readonly title: string;
  /** Absolute. */
  readonly url: string;
  readonly published: Date;
  readonly updated: Date | undefined;
  readonly siteName: string;
}

/** Characters that mean something to TeX. */
const texSigns: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};
export const escapeTex = (text: string): string =>
  text.replaceAll(/[\\~^]|[&%$#_{}]/g, (sign) => texSigns[sign] ?? `\\${sign}`);

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** Key of an article: `incomingtransmission-rope`, in Chinese with `-zh`. */
export const articleKey = ({ slug, lang }: Pick<CitedArticle, 'slug' | 'lang'>): string =>
  `incomingtransmission-${slug}${lang === 'en' ? '' : `-${lang}`}`;

/** The article as biblatex `@online`; classic BibTeX reads it as `@misc` by its year and howpublished. */
export function articleBibtex(article: CitedArticle): string {
  const { title, url, lang, siteName, published, updated } = article;
  const date = updated ?? published;
  const fields = {
    author: `{${siteName}}`,
    title: `{${escapeTex(title)}}`,
    year: day(date).slice(0, 4),
    date: day(date),
    url,
    howpublished: `\\url{${url}}`,
    langid: lang === 'en' ? 'english' : 'chinese',
  };
  const lines = Object.entries(fields).map(([name, value]) => `  ${name.padEnd(12)} = {${value}}`);
  return `@online{${articleKey(article)},\n${lines.join(',\n')}\n}\n`;
}

/** Raw entries of a BibTeX file by key, as they were written: braces are counted, nothing else is understood. */
export function rawEntries(source: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (const match of source.matchAll(/^[ \t]*@\w+\s*\{\s*([^\s,]+)\s*,/gm)) {
    const key = match[1] ?? '';
    let depth = 0;
    let end = match.index + match[0].indexOf('{');
    for (; end < source.length; end += 1) {
      const sign = source[end];
      if (sign === '\\') end += 1;
      else if (sign === '{') depth += 1;
      else if (sign === '}') {
        depth -= 1;
        if (depth === 0) break;
      }
    }
    entries.set(key, source.slice(match.index, end + 1).trim());
  }
  return entries;
}

/** Fields that are citation-js's own. */
const own = new Set(['arxiv', 'citation-key', 'citation-label', '_graph']);

/** A cited work as CSL-JSON; its arXiv number, for which CSL has no field, becomes address and number. */
export function workCsl(work: Work): object {
  const kept = Object.fromEntries(Object.entries(work).filter(([name]) => !own.has(name)));
  if (work.arxiv === undefined) return kept;
  return { ...kept, URL: work.URL ?? `https://arxiv.org/abs/${work.arxiv}`, note: `arXiv:${work.arxiv}` };
}

/** The article as CSL-JSON: a post of a blog. */
export function articleCsl(article: CitedArticle): object {
  const date = article.updated ?? article.published;
  return {
    id: articleKey(article),
    type: 'post-weblog',
    title: article.title,
    'container-title': article.siteName,
    author: [{ literal: article.siteName }],
    issued: { 'date-parts': [[date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]] },
    URL: article.url,
    language: locale[article.lang],
  };
}
