/** Content collections: articles (one entry per slug and language, id `<slug>/<lang>`) and the series they belong to. */
import { defineCollection } from 'astro:content';
import { file, glob } from 'astro/loaders';
import { articleSchema, seriesSchema } from './markdown/frontmatter.ts';

const articles = defineCollection({
  loader: glob({
    base: './content/articles',
    pattern: '*/{en,zh}.mdx',
    generateId: ({ entry }) => entry.replace(/\.mdx$/, ''),
  }),
  schema: articleSchema,
});

const series = defineCollection({
  loader: file('content/series.json'),
  schema: seriesSchema,
});

export const collections = { articles, series };
