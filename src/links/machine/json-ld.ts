/** An article as schema.org's BlogPosting, in JSON-LD. */
import { locale } from '../../i18n/lang.ts';
import type { Work } from '../bibliography.ts';
import { homePath, pageUrl } from '../urls.ts';
import type { CitedArticle } from './citing.ts';

interface About {
  readonly description: string;
  /** Name of the series. */
  readonly series: string;
  /** Absolute address of the article's picture. */
  readonly image: string;
  readonly works: readonly Work[];
}

const addressOf = ({ DOI, URL: url, arxiv }: Work): string | undefined => {
  if (DOI !== undefined) return `https://doi.org/${DOI}`;
  return url ?? (arxiv === undefined ? undefined : `https://arxiv.org/abs/${arxiv}`);
};

const person = ({ given, family, literal }: NonNullable<Work['author']>[number]): object => ({
  '@type': 'Person',
  name: literal ?? [given, family].filter(Boolean).join(' '),
});

function citation(work: Work): object {
  const [year] = work.issued?.['date-parts']?.[0] ?? [];
  return {
    '@type': work.type.startsWith('article') || work.type.startsWith('paper') ? 'ScholarlyArticle' : 'CreativeWork',
    name: work.title ?? work.id,
    author: work.author?.map(person),
    datePublished: year === undefined ? undefined : String(year),
    url: addressOf(work),
  };
}

/** The data as text that can stand in `<script type="application/ld+json">`. */
export function blogPosting(article: CitedArticle, { description, series, image, works }: About): string {
  const { title, url, lang, published, updated, siteName } = article;
  const home = new URL(pageUrl(lang, homePath), url).href;
  const publisher = { '@type': 'Organization', name: siteName, url: home };
  const data = {
    '@context': 'https://schema.org',
    '@type': 'BlogPosting',
    '@id': url,
    url,
    mainEntityOfPage: url,
    headline: title,
    description,
    inLanguage: locale[lang],
    datePublished: published.toISOString(),
    dateModified: (updated ?? published).toISOString(),
    image,
    articleSection: series,
    author: publisher,
    publisher,
    isPartOf: { '@type': 'Blog', name: siteName, url: home },
    citation: works.map(citation),
  };
  // `<` could close the script.
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
