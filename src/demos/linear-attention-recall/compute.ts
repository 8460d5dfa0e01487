/**
 * Pairs stored in one memory, and what every stored key recalls from it. Eqs. (8) to (10) of the article.
 * Keys are unit vectors drawn by name, values 16 signs drawn by name, so that nothing about them can be guessed.
 */
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { predictedAccuracy } from '../../numerics/associative-memory-capacity.ts';
import { bitAccuracy, recallAll } from '../../numerics/associative-memory.ts';
import { recallPrefixes } from '../../numerics/associative-memory.tensor.ts';
import { settingOf, type Setting } from './pairs.ts';
import { ageBin, bits, mostPairs, shownPairs, sizes, type Params } from './params.ts';

/** One stored pair and what its key recalls. */
export interface Shown {
  readonly key: string;
  readonly value: string;
  /** Number in the order of storing, from 1. */
  readonly place: number;
  /** A later pair with the same key. */
  readonly overwritten: boolean;
  /** The stored signs, [16]. */
  readonly stored: Float64Array;
  /** What the key recalls, [16]; 1 in size when it is perfect (not for elu + 1, which is scaled to a mean size of 1). */
  readonly recalled: Float64Array;
  /** The typed value whose bits are nearest; that of the pair itself when none is typed. */
  readonly nearest: string;
}
export interface Frame {
  /** Pairs typed, and stored in all. */
  readonly typed: number;
  readonly total: number;
  readonly shown: readonly Shown[];
  /** Share of right bits over all pairs that no later pair overwrites. */
  readonly accuracy: number;
  /** The same over the newest 8. */
  readonly newest: number;
  /** Φ(√(d/(m−1))). */
  readonly predicted: number;
  /** Groups of 8 pairs from the oldest to the newest (the first group may be smaller): middle of the places, share of right bits. */
  readonly age: { readonly place: Float64Array; readonly accuracy: Float64Array };
  /** Share of right bits after 1, 2, 4, … 256 pairs. */
  readonly curve: { readonly m: Float64Array; readonly accuracy: Float64Array };
}

/** Prefix sizes that are computed: the curve's, and the reader's own at the end. */
const prefixes = ({ stored }: Setting): number[] => [...sizes, stored];

/** Rows that a later row with the same key overwrites, among the first `count`. */
function overwritten({ pairs }: Setting, count: number): boolean[] {
  const last = new Map(pairs.slice(0, count).map(({ key }, i) => [key.normalize('NFKC').toLowerCase(), i]));
  return pairs.slice(0, count).map(({ key }, i) => last.get(key.normalize('NFKC').toLowerCase()) !== i);
}

/** Share of right bits among rows from ≤ i < to that are not overwritten; `recalled` starts at row 0. */
function accuracyOf(
  { values }: Setting,
  recalled: ArrayLike<number>,
  lost: readonly boolean[],
  from = 0,
  to = lost.length,
) {
  let [sum, count] = [0, 0];
  for (let i = from; i < to; i++) {
    if (lost[i] === true) continue;
    const row = Array.from({ length: bits }, (_, c) => at(recalled, i * bits + c));
    sum += bitAccuracy(row, values.subarray(i * bits, (i + 1) * bits));
    count += 1;
  }
  return count === 0 ? 1 : sum / count;
}

/** The typed value nearest to recalled numbers; of values as near as rounding can tell, the one stored last. */
function nearestValue({ pairs, typed, values }: Setting, recalled: Float64Array, own: string): string {
  const score = (i: number): number => recalled.reduce((sum, x, c) => sum + x * at(values, i * bits + c), 0);
  let best = -1;
  for (let i = 0; i < typed; i++) if (best < 0 || score(i) > score(best) - 1e-2) best = i;
  return pairs[best]?.value ?? own;
}

function shownPair(setting: Setting, i: number, all: ArrayLike<number>, scale: number, lost: boolean): Shown {
  const { pairs, values } = setting;
  const { key, value } = pairs[i] ?? { key: '', value: '' };
  const recalled = Float64Array.from({ length: bits }, (_, c) => at(all, i * bits + c) / scale);
  const nearest = nearestValue(setting, recalled, value);
  return {
    key,
    value,
    place: i + 1,
    overwritten: lost,
    stored: values.slice(i * bits, (i + 1) * bits),
    recalled,
    nearest,
  };
}

function agesOf(setting: Setting, recalled: ArrayLike<number>, lost: readonly boolean[]): Frame['age'] {
  const ends: number[] = [];
  for (let end = setting.stored; end > 0; end -= ageBin) ends.unshift(end);
  const start = (end: number): number => Math.max(0, end - ageBin);
  return {
    place: Float64Array.from(ends, (end) => (start(end) + 1 + end) / 2),
    accuracy: Float64Array.from(ends, (end) => accuracyOf(setting, recalled, lost, start(end), end)),
  };
}

/** The frame from what every prefix recalls, one below the other, [Σ prefixes, 16]. */
function frameOf(setting: Setting, { d }: Params, recalled: Float32Array | Float64Array): Frame {
  const { stored, typed, kind } = setting;
  let row = 0;
  const parts = prefixes(setting).map((size) => recalled.subarray(row * bits, (row += size) * bits));
  const own = parts.at(-1) ?? recalled;
  const lost = overwritten(setting, stored);
  const scale = kind === 'elu' ? Array.from(own, Math.abs).reduce((sum, x) => sum + x, 0) / own.length : 1;
  const first = typed > 0 ? 0 : Math.max(0, stored - shownPairs);
  const count = Math.min(shownPairs, typed > 0 ? typed : stored);
  return {
    typed,
    total: stored,
    shown: Array.from({ length: count }, (_, i) => shownPair(setting, first + i, own, scale, lost[first + i] === true)),
    accuracy: accuracyOf(setting, own, lost),
    newest: accuracyOf(setting, own, lost, Math.max(0, stored - ageBin)),
    predicted: predictedAccuracy(stored, d),
    age: agesOf(setting, own, lost),
    curve: {
      m: Float64Array.from(sizes),
      accuracy: Float64Array.from(sizes, (size, i) => accuracyOf(setting, parts[i] ?? own, overwritten(setting, size))),
    },
  };
}

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const setting = settingOf(params);
  const result = tf.tidy(() => {
    const keys = tf.tensor(Float32Array.from(setting.keys), [mostPairs, params.d]);
    const values = tf.tensor(Float32Array.from(setting.values), [mostPairs, bits]);
    return recallPrefixes(tf, setting.kind, keys, values, setting.keys, prefixes(setting));
  });
  try {
    return frameOf(setting, params, Float32Array.from(await result.data()));
  } finally {
    result.dispose();
  }
}

export function reference(params: Params): Frame {
  const setting = settingOf(params);
  const { keys, values, kind } = setting;
  const recalled = prefixes(setting).flatMap((size) => [
    ...recallAll(kind, keys.subarray(0, size * params.d), values.subarray(0, size * bits), params.d),
  ]);
  return frameOf(setting, params, Float64Array.from(recalled));
}
