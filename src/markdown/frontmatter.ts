/** What stands above an article: one schema for Astro's content collections and for the content checks. */
import { z } from 'astro/zod';

const isoDay = /^\d{4}-\d{2}-\d{2}$/;

/** A date as the day it names: `new Date('2026-02-31')` would quietly become 3 March, so it is read back. */
function parseDay(value: unknown): Date | undefined {
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : value;
  if (typeof text !== 'string' || !isoDay.test(text)) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? date : undefined;
}

/** A calendar day, `YYYY-MM-DD` in YAML (some YAML readers hand over a Date), at midnight UTC. */
const day = z.unknown().transform((value, context): Date => {
  const date = parseDay(value);
  if (date) return date;
  context.addIssue({ code: 'custom', message: 'expected a day that exists, written YYYY-MM-DD' });
  return z.NEVER;
});

const slug = z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a slug: lower-case ASCII letters, digits and hyphens');
const line = z.string().trim().min(1, 'expected some text');

/** The frontmatter of `content/articles/<slug>/<lang>.mdx`. Unknown keys are mistakes (a misspelt key is silent otherwise). */
export const articleSchema = z.strictObject({
  title: line,
  /** One or two sentences; may hold emphasis, code and inline `$TeX$`. */
  summary: line,
  /** An id of `content/series.json`. */
  series: slug,
  /** Place in the series, from 1. */
  order: z.int().min(1),
  published: day,
  updated: day.optional(),
  /** Slugs of articles to read first. */
  prerequisites: z.array(slug).default([]),
  /** Keys of `content/references.bib` listed even where the text does not cite them. */
  sources: z.array(z.string().min(1)).default([]),
  /** Renamed targets of this page: `old-id: new-id`. */
  aliases: z.record(z.string(), z.string()).default({}),
  /** Targets that now live elsewhere: `old-id: /other-slug/#id`. */
  moved: z.record(z.string(), z.string()).default({}),
  /** Earlier slugs of this article; their addresses lead here. */
  formerly: z.array(slug).default([]),
});
export type ArticleFrontmatter = z.infer<typeof articleSchema>;

const localized = z.strictObject({ en: line, zh: line });

/** An entry of `content/series.json`. */
export const seriesSchema = z.strictObject({ id: slug, title: localized, summary: localized });
export type Series = z.infer<typeof seriesSchema>;
