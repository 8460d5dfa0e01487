/** Pandoc's citation syntax in a run of text: `[@key]`, `[see @a, p. 3; -@b]`, and `@key` as part of the sentence. */

export interface CitedWork {
  readonly key: string;
  /** Text before the work inside the brackets: `see `. */
  readonly prefix: string;
  /** Text after it, a locator as a rule: `, Table 1`. */
  readonly suffix: string;
  /** `-@key`: the year alone. */
  readonly yearOnly: boolean;
}

export interface Citation {
  /** `narrative` is part of the sentence: "Su et al. (2024)". */
  readonly kind: 'group' | 'narrative';
  readonly works: readonly CitedWork[];
  /** Offsets in the text: [start, end). */
  readonly start: number;
  readonly end: number;
}

const key = '[A-Za-z0-9_]+(?:[:.+/-][A-Za-z0-9_]+)*';
// Either brackets that hold an @, or an @ that follows neither a letter, a digit (e-mail) nor a sign of addresses.
const candidate = new RegExp(`\\[([^\\[\\]]*@[^\\[\\]]*)\\]|(?<![A-Za-z0-9_@./+-])@(${key})`, 'g');
const work = new RegExp(`^((?:.*\\s)?)(-?)@(${key})(.*)$`, 's');

function parseWork(source: string): CitedWork | undefined {
  const [, prefix = '', minus, id, suffix = ''] = work.exec(source.trim()) ?? [];
  if (!id || suffix.includes('@') || prefix.includes('@')) return undefined;
  return { key: id, prefix, suffix: suffix.trimEnd(), yearOnly: minus === '-' };
}

function parseGroup(inside: string): CitedWork[] | undefined {
  const works = inside.split(';').map(parseWork);
  return works.every((entry) => entry !== undefined) ? works : undefined;
}

/** All citations of a text, in order. Never throws; what does not fit the syntax stays text. */
export function findCitations(text: string): Citation[] {
  const found: Citation[] = [];
  for (const match of text.matchAll(candidate)) {
    const [whole, inside, narrative] = match;
    const place = { start: match.index, end: match.index + whole.length };
    const works = inside === undefined ? undefined : parseGroup(inside);
    if (works) found.push({ kind: 'group', works, ...place });
    if (narrative) {
      found.push({ kind: 'narrative', works: [{ key: narrative, prefix: '', suffix: '', yearOnly: false }], ...place });
    }
  }
  return found;
}

/** Brackets with an @key that other markup cut in two (`[@a, Eq. $3$]`): offsets of their `[`. */
export function brokenCitations(text: string): number[] {
  return [...text.matchAll(/\[(?:[^[\]]*\s)?-?@[A-Za-z0-9_][^[\]]*$/g)].map((match) => match.index);
}

/** A text without its citations in brackets: what a caption says when it is a title. */
export function withoutGroups(text: string): string {
  const groups = findCitations(text).filter(({ kind }) => kind === 'group');
  const rest = groups.reduceRight((kept, { start, end }) => kept.slice(0, start).trimEnd() + kept.slice(end), text);
  return rest.trim();
}
