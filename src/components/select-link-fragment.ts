/**
 * Text fragments (`#id:~:text=…`): the shortest directive that finds a selection again. Pure: a page is a list of runs of
 * text. Terms avoid formulas, whose text browsers see twice, and never cross from one block into the next.
 * See https://wicg.github.io/scroll-to-text-fragment/.
 */

/** Text of the page, in order. */
export interface Run {
  readonly text: string;
  /** Text that no term may hold: formulas, notes, controls. */
  readonly opaque: boolean;
  /** Counts up: runs of one block follow each other without a break. */
  readonly block: number;
}

/** A place in a list of runs: which run, which UTF-16 unit. */
export interface Position {
  readonly run: number;
  readonly offset: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Quotes of up to so many characters are written in full. */
const longest = 240;
const fewest = 4;
const most = 12;

/** Between blocks, in the flattened text. */
const breakMark = '\u0001';

interface Flat {
  /** Lower case, white space collapsed. Lower case may change lengths, so it is made character by character. */
  readonly text: string;
  /** As on the page, same indices. */
  readonly shown: string;
  /** Stretches that terms may come from: neighbouring runs of one block that are not opaque. */
  readonly stretches: readonly Span[];
  readonly index: (position: Position) => number;
}

const lower = (char: string): string => {
  const small = char.toLowerCase();
  return small.length === char.length ? small : char;
};

function flatten(runs: readonly Run[]): Flat {
  let shown = '';
  const maps: number[][] = [];
  const stretches: { start: number; end: number; block: number }[] = [];
  let block: number | undefined;
  for (const run of runs) {
    if (block !== undefined && run.block !== block) shown = `${shown.trimEnd()}${breakMark}`;
    block = run.block;
    const start = shown.length;
    const map: number[] = [];
    for (const unit of run.text.split('')) {
      map.push(shown.length);
      if (!/\s/.test(unit)) shown += unit;
      else if (shown !== '' && !shown.endsWith(' ') && !shown.endsWith(breakMark)) shown += ' ';
    }
    map.push(shown.length);
    maps.push(map);
    const last = stretches.at(-1);
    if (run.opaque || shown.length === start) continue;
    if (last?.end === start && last.block === run.block) last.end = shown.length;
    else stretches.push({ start, end: shown.length, block: run.block });
  }
  const index = ({ run, offset }: Position): number => Math.min(maps[run]?.[offset] ?? shown.length, shown.length);
  return { text: Array.from(shown, lower).join(''), shown, stretches, index };
}

/** Words of a stretch, in page indices. */
function wordsOf({ shown }: Flat, { start, end }: Span, locale: string): Span[] {
  const words = new Intl.Segmenter(locale, { granularity: 'word' }).segment(shown.slice(start, end));
  return [...words].flatMap(({ segment, index, isWordLike }) =>
    isWordLike ? [{ start: start + index, end: start + index + segment.length }] : [],
  );
}

/** The parts of a selection that terms may come from: whole words, at least one. */
function candidates(flat: Flat, selection: Span, locale: string): { span: Span; words: Span[]; around: Span[] }[] {
  return flat.stretches.flatMap((stretch) => {
    if (stretch.end <= selection.start || stretch.start >= selection.end) return [];
    const around = wordsOf(flat, stretch, locale);
    const words = around.filter((word) => word.end > selection.start && word.start < selection.end);
    const [first, last] = [words[0], words.at(-1)];
    return first && last ? [{ span: { start: first.start, end: last.end }, words, around }] : [];
  });
}

const encode = (term: string): string => encodeURIComponent(term).replaceAll('-', '%2D');
const term = ({ shown }: Flat, { start, end }: Span): string => encode(shown.slice(start, end).trim());

/** Is this the first place from `from` on where the page says these words? */
const isFirst = ({ text }: Flat, { start, end }: Span, from = 0): boolean =>
  text.indexOf(text.slice(start, end), from) === start;

/** Words before a span, in its stretch, that make it the first of its kind; '' when none are needed or none do. */
function prefixFor(flat: Flat, span: Span, around: readonly Span[]): string {
  if (isFirst(flat, span)) return '';
  const before = around.filter((word) => word.end <= span.start);
  for (let count = 1; count <= Math.min(most, before.length); count += 1) {
    const start = before.at(-count)?.start ?? span.start;
    if (isFirst(flat, { start, end: span.end })) return `${term(flat, { start, end: span.start })}-,`;
  }
  return '';
}

function suffixFor(flat: Flat, span: Span, around: readonly Span[]): string {
  const after = around.filter((word) => word.start >= span.end);
  for (let count = 1; count <= Math.min(most, after.length); count += 1) {
    const end = after[count - 1]?.end ?? span.end;
    if (isFirst(flat, { start: span.start, end })) return `,-${term(flat, { start: span.end, end })}`;
  }
  return '';
}

/** The first words of a span, as many as make it unique, at least a few. */
function opening(flat: Flat, words: readonly Span[], from: number): Span | undefined {
  const [first] = words;
  if (!first) return undefined;
  let span: Span = first;
  for (const [index, word] of words.slice(0, most).entries()) {
    span = { start: first.start, end: word.end };
    if (index + 1 >= fewest && isFirst(flat, span, from)) break;
  }
  return span;
}

/** The last words of a span, as many as are said nowhere between `from` and them, at least a few. */
function closing(flat: Flat, words: readonly Span[], from: number): Span | undefined {
  const last = words.at(-1);
  if (!last) return undefined;
  let span: Span = last;
  for (const [index, word] of words.slice(-most).toReversed().entries()) {
    if (word.start < from) break;
    span = { start: word.start, end: last.end };
    if (index + 1 >= fewest && isFirst(flat, span, from)) break;
  }
  return span;
}

/**
 * The directive (`text=…`, encoded) for what lies between two places; undefined when there is no word that it could name
 * (nothing but a formula is selected).
 */
export function textDirective(runs: readonly Run[], from: Position, to: Position, locale: string): string | undefined {
  const flat = flatten(runs);
  const selection = { start: flat.index(from), end: flat.index(to) };
  const parts = candidates(flat, selection, locale);
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last) return undefined;
  if (first === last && first.span.end - first.span.start <= longest) {
    const prefix = prefixFor(flat, first.span, first.around);
    const suffix = prefix === '' && !isFirst(flat, first.span) ? suffixFor(flat, first.span, first.around) : '';
    return `text=${prefix}${term(flat, first.span)}${suffix}`;
  }
  const start = opening(flat, first.words, 0);
  const end = start && closing(flat, last.words, start.end);
  if (!start || !end) return undefined;
  return `text=${prefixFor(flat, start, first.around)}${term(flat, start)},${term(flat, end)}`;
}
