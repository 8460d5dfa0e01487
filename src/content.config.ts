/** Content collections: articles (one entry per slug and language, id `<slug>/<lang>`), the series they belong to, and the stories of series. */
import { defineCollection } from 'astro:content';
import { file, glob } from 'astro/loaders';
import { z } from 'astro/zod';
import { articleSchema, seriesSchema } from './markdown/frontmatter.ts';

const articles = defineCollection({
  loader: glob({
    base: './content/articles',
    pattern: '*/{en,zh}.mdx',
    generateId: ({ entry }) => entry.replace(/\.mdx$/, ''),
  }),
  schema: articleSchema,
});

/** What tells a series as a story; id `<series>/<lang>`. */
const stories = defineCollection({
  loader: glob({
    base: './content/series',
    pattern: '*/{en,zh}.mdx',
    generateId: ({ entry }) => entry.replace(/\.mdx$/, ''),
  }),
  schema: z.strictObject({}),
});

const series = defineCollection({
  loader: file('content/series.json'),
  schema: seriesSchema,
});

export const collections = { articles, stories, series };
