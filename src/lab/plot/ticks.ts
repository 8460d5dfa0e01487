/** Which ticks an axis has and which of them carry a label, so that labels never touch. Pure; no DOM. */
import type { ScaleContinuousNumeric } from 'd3';
import { formatPower } from './format.ts';
import { textWidth } from './measure.ts';

/** Any continuous scale of d3 from numbers to the picture's units: linear, log, power, symlog. */
export type Scale = ScaleContinuousNumeric<number, number>;

export interface Tick {
  readonly value: number;
  /** Along the axis, in the picture's units. */
  readonly position: number;
  /** Empty when the label would touch another. */
  readonly label: string;
}

export interface TickOptions {
  readonly scale: Scale;
  /** How many ticks about, or exactly which. */
  readonly ticks: number | readonly number[];
  readonly format: ((value: number) => string) | undefined;
  readonly horizontal: boolean;
  /** Font size of the labels. */
  readonly size: number;
}

const isLog = (scale: Scale): boolean => 'base' in scale;
const isDecade = (value: number): boolean => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;
const isRound = (value: number): boolean => /^[125]/.test(value.toExponential());

/** Sets of log ticks that may carry labels, richest first: 1-2-5, decades, every 2nd, 3rd, ... decade. */
function logCandidates(values: readonly number[]): number[][] {
  const decades = values.filter(isDecade);
  const every = (k: number): number[] => decades.filter((value) => Math.round(Math.log10(value)) % k === 0);
  const rich = decades.length <= 2 ? [values.filter(isRound)] : [];
  return [...rich, decades, every(2), every(3), every(4), every(6)];
}

/** Sets of linear ticks that may carry labels: all, every 2nd, 3rd, ..., counted from zero or else from the first. */
function linearCandidates(values: readonly number[]): number[][] {
  const anchor = Math.max(0, values.indexOf(0));
  return Array.from({ length: Math.max(1, values.length) }, (_, k) =>
    values.filter((_value, index) => (index - anchor) % (k + 1) === 0),
  );
}

/** Extent of a label along the axis: its width on a horizontal axis, a line's height on a vertical one. */
function touches(
  values: readonly number[],
  { scale, horizontal, size }: TickOptions,
  print: (v: number) => string,
): boolean {
  const spans = values
    .map((value) => {
      const half = horizontal ? textWidth(print(value), size) / 2 + size * 0.3 : size * 0.62;
      return [scale(value) - half, scale(value) + half] as const;
    })
    .sort((a, b) => a[0] - b[0]);
  return spans.some(([start], index) => start < (spans[index - 1]?.[1] ?? -Infinity));
}

/** The ticks of an axis, in ascending order of value. */
export function axisTicks(options: TickOptions): Tick[] {
  const { scale, ticks } = options;
  const given = typeof ticks !== 'number';
  const values = given ? [...ticks] : scale.ticks(ticks);
  const log = isLog(scale) && !given;
  const print = options.format ?? (isLog(scale) ? formatPower : scale.tickFormat(given ? values.length : ticks));
  const sets = log ? logCandidates(values) : linearCandidates(values);
  const fits = (set: readonly number[]): boolean =>
    set.length > 0 && (typeof ticks !== 'number' || !log || set.length <= ticks) && !touches(set, options, print);
  const labelled = new Set(sets.find(fits) ?? values.slice(0, 1));
  return values.map((value) => ({ value, position: scale(value), label: labelled.has(value) ? print(value) : '' }));
}
