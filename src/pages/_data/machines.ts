/** What the files for other tools are made from: the inventory, portable articles, demos and where they live. */
import { resolve } from 'node:path';
import { langs } from '../../i18n/lang.ts';
import type { Lang } from '../../i18n/lang.ts';
import { t } from '../../i18n/strings.ts';
import { buildInventory } from '../../links/inventory.ts';
import type { Work } from '../../links/bibliography.ts';
import type { ArticleFile, Inventory } from '../../links/inventory.ts';
import type { CitedArticle } from '../../links/machine/citing.ts';
import type { Feed } from '../../links/machine/feeds.ts';
import { feedLength } from '../../links/machine/feeds.ts';
import { listPages } from '../../links/machine/pages.ts';
import { articleCardPath } from '../../links/urls.ts';
import { toFeedHtml } from '../../markdown/export/html.ts';
import { portableArticle } from '../../markdown/export/portable.ts';
import type { Portable } from '../../markdown/export/portable.ts';
import { plainInline } from '../../markdown/inline.ts';
import { demoIds, getDemo } from '../../registry/server.ts';
import { langParam, library } from './articles.ts';
import type { Article } from './articles.ts';

/** Astro runs in the project's folder. */
const contentDir = resolve('content');

let built: Inventory | undefined;
/** The inventory; read once by a build, afresh while writing. */
export function inventory(): Inventory {
  if (!built || import.meta.env.DEV) built = buildInventory(contentDir);
  return built;
}

/** The site's address. Set in the configuration; every absolute address comes from here. */
export function siteUrl(site: URL | undefined): URL {
  if (!site) throw new Error('astro.config.mjs has no `site`: feeds and inventories need absolute addresses.');
  return site;
}

const portables = new WeakMap<ArticleFile, Portable>();
/** An article without anything of this site's own, made once. */
export function portable(file: ArticleFile, site: URL): Portable {
  let made = portables.get(file);
  if (!made) {
    const demoTitles = new Map(demoIds().map((id) => [id, getDemo(id).title]));
    made = portableArticle(file, { contentDir, site, demoTitles });
    portables.set(file, made);
  }
  return made;
}

/** A published article's source. */
export function sourceOf({ slug, lang }: Pick<Article, 'slug' | 'lang'>): ArticleFile {
  const file = inventory().article(slug, lang);
  if (!file) throw new Error(`content/articles/${slug}/${lang}.mdx is missing`);
  return file;
}

/** The works of an article's list of references. */
export const worksOf = (file: ArticleFile): Work[] =>
  file.targets.flatMap(({ kind, id }) =>
    kind === 'reference' ? (inventory().bibliography.works.get(id.slice('ref-'.length)) ?? []) : [],
  );

/** An article as citations name it. */
export const citedArticle = (article: Article, site: URL): CitedArticle => ({
  slug: article.slug,
  lang: article.lang,
  title: article.title,
  url: new URL(article.url, site).href,
  published: article.published,
  updated: article.updated,
  siteName: t(article.lang).siteName,
});

export interface DemoHome {
  readonly article: Article;
  /** What the article sets, literally, on the demo. */
  readonly overrides: Readonly<Record<string, unknown>>;
}

/** The article that a demo belongs to: the earliest published one that shows it. */
export async function homeOf(demo: string, lang: Lang): Promise<DemoHome | undefined> {
  const { newest } = await library(lang);
  const oldest = newest.toSorted((a, b) => a.published.getTime() - b.published.getTime());
  for (const article of oldest) {
    const shown = sourceOf(article).outline.demos.find(({ id }) => id === demo);
    if (!shown) continue;
    const set = shown.attributes.filter(({ name, literal }) => literal && name !== 'id' && name !== 'level');
    return { article, overrides: Object.fromEntries(set.map(({ name, value }) => [name, value])) };
  }
  return undefined;
}

/** A language's feed. */
export async function feed(lang: Lang, site: URL): Promise<Feed> {
  const s = t(lang);
  const { newest } = await library(lang);
  const entries = newest.slice(0, feedLength).map((article) => ({
    title: article.title,
    url: new URL(article.url, site).href,
    summary: plainInline(article.summary, lang),
    html: toFeedHtml(portable(sourceOf(article), site)),
    published: article.published,
    updated: article.updated,
    series: article.series.title,
    image: new URL(articleCardPath(lang, article.slug), site).href,
  }));
  return { lang, site, title: s.siteName, subtitle: s.siteSummary, entries };
}

/** Static paths of a file per article and language. */
export async function articlePaths() {
  const libraries = await Promise.all(langs.map((lang) => library(lang)));
  return libraries.flatMap(({ newest }) =>
    newest.map((article) => ({ params: { lang: langParam(article.lang), slug: article.slug }, props: { article } })),
  );
}

/** Static paths of MyST's trees of a language. */
export const mystPaths = (lang: Lang) =>
  listPages(inventory())
    .filter((page) => page.lang === lang)
    .map((page) => ({ params: { slug: page.slug }, props: { page } }));

/** Static paths of a file per demo and language. */
export const demoPaths = () =>
  langs.flatMap((lang) =>
    demoIds().map((demo) => ({ params: { lang: langParam(lang), demo }, props: { lang, demo } })),
  );

const types = {
  atom: 'application/atom+xml; charset=utf-8',
  bibtex: 'application/x-bibtex; charset=utf-8',
  json: 'application/json; charset=utf-8',
  jsonFeed: 'application/feed+json; charset=utf-8',
  markdown: 'text/markdown; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  text: 'text/plain; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
} as const;

/** A file of the site. Static hosts go by its name; `astro dev` by the type. */
export const file = (type: keyof typeof types, body: string | Uint8Array<ArrayBuffer>): Response =>
  new Response(body, { headers: { 'content-type': types[type] } });

export const jsonFile = (body: object, type: 'json' | 'jsonFeed' = 'json'): Response =>
  file(type, `${JSON.stringify(body)}\n`);
