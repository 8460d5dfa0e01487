/** The articles and demos that exist, and the built site that shows them: for tests that open its pages. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { langPrefix, langs, type Lang } from '../../src/i18n/lang.ts';
import type { DemoDefinition } from '../../src/lab/demo.ts';
import { defaultValues, withChange, type AnyValues } from '../../src/lab/params.ts';
import { readArticle } from '../../src/markdown/parse.ts';
import { discoverDemos } from '../../src/registry/node.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Source {
  readonly slug: string;
  readonly lang: Lang;
  /** Its address on the site. */
  readonly path: string;
  readonly outline: ReturnType<typeof readArticle>['outline'];
}

function readSource(slug: string, lang: Lang): Source {
  const file = join(root, 'content/articles', slug, `${lang}.mdx`);
  const { outline } = readArticle(readFileSync(file, 'utf8'), file, lang);
  return { slug, lang, path: `${langPrefix(lang)}/${slug}/`, outline };
}

/** Every article in both languages, as the site's own parser reads it. */
export const articles: readonly Source[] = readdirSync(join(root, 'content/articles'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => langs.map((lang) => readSource(name, lang)));

export interface ShownDemo {
  readonly id: string;
  readonly definition: DemoDefinition;
  /** The first article that shows it. */
  readonly slug: string;
  /** Its values there when nothing is set: defaults with the article's overrides. */
  readonly initial: (lang: Lang) => AnyValues;
}

const definitions = await discoverDemos(root);
/** Every demo under src/demos that an article shows. */
export const demos: readonly ShownDemo[] = [...definitions].flatMap(([id, definition]) => {
  const source = articles.find(({ outline }) => outline.demos.some((shown) => shown.id === id));
  const written = source?.outline.demos.find((shown) => shown.id === id)?.attributes ?? [];
  const overrides = Object.fromEntries(written.map(({ name, value }) => [name, value]));
  const initial = (lang: Lang): AnyValues =>
    withChange(definition.params, defaultValues(definition.params, lang), overrides);
  return source ? [{ id, definition, slug: source.slug, initial }] : [];
});
