/** What an article's frontmatter says of targets that were renamed or have moved, so that published links keep working. */
import { isRecord } from './record.ts';

export interface Renames {
  /** Old id to new id, on the same page. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Old id to an address on another page, `/other-slug/#id`. */
  readonly moved: ReadonlyMap<string, string>;
  /** Earlier slugs of the article. */
  readonly formerly: readonly string[];
}

const entries = (value: unknown): Map<string, string> =>
  new Map(
    Object.entries(isRecord(value) ? value : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );

/** Reads unchecked frontmatter; what is not of the right form is left out here and reported by the checks. */
export const readRenames = (frontmatter: Readonly<Record<string, unknown>>): Renames => ({
  aliases: entries(frontmatter['aliases']),
  moved: entries(frontmatter['moved']),
  formerly: Array.isArray(frontmatter['formerly'])
    ? frontmatter['formerly'].filter((slug): slug is string => typeof slug === 'string')
    : [],
});

/** The old ids of each new one. */
export function oldIds({ aliases }: Renames): Map<string, string[]> {
  const old = new Map<string, string[]>();
  for (const [before, now] of aliases) old.set(now, [...(old.get(now) ?? []), before]);
  return old;
}
