/** What the transforms of one article know besides its tree. */
import { sep } from 'node:path';
import { langs } from '../i18n/lang.ts';
import type { Lang } from '../i18n/lang.ts';
import type { Lookup } from '../links/inventory.ts';
import type { Renames } from '../links/renames.ts';
import type { Outline, Target } from './outline.ts';

export interface Context {
  /** '' for Markdown outside `content/articles`. */
  readonly slug: string;
  readonly lang: Lang;
  readonly outline: Outline;
  /** This page's own targets by id. */
  readonly targets: ReadonlyMap<string, Target>;
  /** Keys of the page's list of references. */
  readonly references: readonly string[];
  /** Ids that were renamed or have moved. */
  readonly renames: Renames;
  /** Other articles and the bibliography. */
  readonly lookup: Lookup;
}

/** Slug and language of an article from its path; undefined for any other file. */
export function articleOfPath(path: string | undefined): { slug: string; lang: Lang } | undefined {
  const [slug, file] = (path ?? '').split(sep).join('/').split('/').slice(-2);
  const lang = langs.find((entry) => file === `${entry}.mdx`);
  return slug && lang ? { slug, lang } : undefined;
}
