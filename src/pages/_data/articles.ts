/** Articles and series as the pages need them: loaded once per build, sorted, with their addresses. */
import { getCollection, getEntry, render } from 'astro:content';
import type { CollectionEntry } from 'astro:content';
import { z } from 'astro/zod';
import type { Lang } from '../../i18n/lang.ts';
import { langs } from '../../i18n/lang.ts';
import { articlePath, pageUrl, seriesPath } from '../../links/urls.ts';
import { renderInline } from '../../markdown/inline.ts';
import { checkedEquations } from '../../registry/server.ts';
import { byNewest, byOrder } from './order.ts';

/** What the Markdown pipeline says of an article. */
const factsSchema = z.object({
  toc: z.array(z.object({ depth: z.number(), id: z.string(), title: z.string() })),
  minutes: z.number(),
  counts: z.object({ demos: z.array(z.string()), equations: z.array(z.string()) }),
});
export type Heading = z.infer<typeof factsSchema>['toc'][number];

export interface SeriesLink {
  readonly id: string;
  readonly title: string;
  readonly url: string;
}
/** An article without its text. */
export interface Article {
  readonly slug: string;
  readonly lang: Lang;
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  readonly series: SeriesLink;
  readonly order: number;
  readonly published: Date;
  readonly updated: Date | undefined;
  readonly prerequisites: readonly string[];
  readonly entry: CollectionEntry<'articles'>;
}
/** An article as lists show it. */
export interface Card extends Article {
  readonly summaryHtml: string;
  readonly minutes: number;
  readonly demos: readonly string[];
  readonly checked: number;
}
export interface SeriesBlock extends SeriesLink {
  readonly summary: string;
  readonly articles: readonly Article[];
}

interface Library {
  readonly newest: readonly Article[];
  readonly bySlug: ReadonlyMap<string, Article>;
  readonly series: ReadonlyMap<string, SeriesBlock>;
}

function toArticle(entry: CollectionEntry<'articles'>, lang: Lang, titles: ReadonlyMap<string, string>): Article {
  const { series: id, ...data } = entry.data;
  const slug = entry.id.slice(0, entry.id.lastIndexOf('/'));
  const series = { id, title: titles.get(id) ?? id, url: pageUrl(lang, seriesPath(id)) };
  return { ...data, updated: data.updated, slug, lang, series, url: pageUrl(lang, articlePath(slug)), entry };
}

async function loadLibrary(lang: Lang): Promise<Library> {
  const allSeries = await getCollection('series');
  const titles = new Map(allSeries.map(({ data }) => [data.id, data.title[lang]]));
  const entries = await getCollection('articles', ({ id }) => id.endsWith(`/${lang}`));
  const articles = entries.map((entry) => toArticle(entry, lang, titles));
  const grouped = Map.groupBy(articles, (article) => article.series.id);
  const blocks = allSeries.flatMap(({ data }) => {
    const members = grouped.get(data.id)?.sort(byOrder);
    const link = { id: data.id, title: data.title[lang], url: pageUrl(lang, seriesPath(data.id)) };
    return members ? [{ ...link, summary: data.summary[lang], articles: members }] : [];
  });
  return {
    newest: articles.toSorted(byNewest),
    bySlug: new Map(articles.map((article) => [article.slug, article])),
    series: new Map(blocks.map((block) => [block.id, block])),
  };
}

const libraries = new Map<Lang, Promise<Library>>();

/** Everything published in a language. A build reads it once; while writing, every request reads it afresh. */
export function library(lang: Lang): Promise<Library> {
  const known = import.meta.env.DEV ? undefined : libraries.get(lang);
  const loaded = known ?? loadLibrary(lang);
  libraries.set(lang, loaded);
  return loaded;
}

/** An article's text and what the pipeline counted in it. */
export async function renderArticle(article: Article) {
  const { Content, remarkPluginFrontmatter } = await render(article.entry);
  return { Content, ...factsSchema.parse(remarkPluginFrontmatter) };
}

/** The text that tells a series as a story; undefined where there is none. */
export async function renderStory(series: string, lang: Lang) {
  const entry = await getEntry('stories', `${series}/${lang}`);
  return entry && render(entry);
}

/** Articles as lists show them. */
export function cards(articles: readonly Article[]): Promise<Card[]> {
  return Promise.all(
    articles.map(async (article) => {
      const { minutes, counts } = await renderArticle(article);
      const summaryHtml = renderInline(article.summary, article.lang);
      return { ...article, summaryHtml, minutes, demos: counts.demos, checked: checkedEquations(article.slug).length };
    }),
  );
}

/** `params.lang` of routes under `[...lang]`: nothing for English. */
export const langParam = (lang: Lang): string | undefined => (lang === 'en' ? undefined : lang);

/** The static paths of a page that exists once per language. */
export const langPaths = () => langs.map((lang) => ({ params: { lang: langParam(lang) }, props: { lang } }));
