/** Orders and neighbours of articles: pure, so that they are tested without Astro. */

export interface Dated {
  readonly slug: string;
  readonly published: Date;
  readonly updated?: Date | undefined;
}
export interface Placed {
  readonly slug: string;
  readonly order: number;
}

/** The day an article last changed. */
export const lastChange = (article: Dated): Date => article.updated ?? article.published;

/** Newest first, by the last change; on one day, by publication, then by slug. */
export const byNewest = (a: Dated, b: Dated): number =>
  lastChange(b).getTime() - lastChange(a).getTime() ||
  b.published.getTime() - a.published.getTime() ||
  a.slug.localeCompare(b.slug, 'en');

/** Reading order in a series; equal places by slug. */
export const byOrder = (a: Placed, b: Placed): number => a.order - b.order || a.slug.localeCompare(b.slug, 'en');

export interface Place<T> {
  /** From 1. */
  readonly position: number;
  readonly total: number;
  readonly previous: T | undefined;
  readonly next: T | undefined;
}

/** Where an article stands among the articles of its series that exist, which are in reading order. */
export function placeIn<T extends Placed>(series: readonly T[], slug: string): Place<T> {
  const index = series.findIndex((article) => article.slug === slug);
  return { position: index + 1, total: series.length, previous: series[index - 1], next: series[index + 1] };
}
