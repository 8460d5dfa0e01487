/**
 * A score curve f(r) = Σ_i a_i cos rθ_i + b_i sin rθ_i, fitted once to the drawing on 0 ≤ r < L with the original
 * frequencies, then read at distances up to sL with the frequencies of each extension. Least squares, not a trained network.
 *
 * The fit is float64 on every device (64 unknowns, condition number up to 10^10: single precision cannot solve it); the
 * four curves are one product of tensors. YaRN here changes the frequencies only: its factor on scores, (0.1 ln s + 1)², is left
 * out, as it is in the figures of the article.
 */
import type { Tf } from '../../lab/demo.ts';
import { at } from '../../numerics/array.ts';
import { predict, ridgeFit, type Features } from '../../numerics/ridge.ts';
import { frequencies } from '../../numerics/rope.ts';
import { extendedFrequencies } from '../../numerics/rope-extension.ts';
import { base, contextLength, headDimension, modes, stretch, type Mode, type Params } from './params.ts';

export interface Frame {
  /** f at r = 0, 1, ..., 4L − 1 under each mode, [1024]; scores have no unit. */
  readonly curves: Readonly<Record<Mode, Float32Array | Float64Array>>;
  /** max |f(r)| over 0 ≤ r < L. */
  readonly inside: Readonly<Record<Mode, number>>;
  /** max |f(r)| over L ≤ r < 4L. */
  readonly beyond: Readonly<Record<Mode, number>>;
  /** Root mean square of f − drawing over 0 ≤ r < L, with the original frequencies. */
  readonly misfit: number;
}

const farthest = stretch * contextLength;
const setting = { d: headDimension, base, L: contextLength, s: stretch };

/** Columns cos rθ_i, sin rθ_i, ...: [rows, 2·theta.length], r = 0..rows−1; angles in float64. */
function waves(theta: Float64Array, rows: number): Features {
  const columns = 2 * theta.length;
  const values = Float64Array.from({ length: rows * columns }, (_, index) => {
    const angle = Math.floor(index / columns) * at(theta, (index % columns) >> 1);
    return index % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
  return { values, rows, columns };
}

/** Waves inside the context, [256, 64], and out to 4L under each mode, [1024, 64]. They never change: made once. */
let tables: { readonly fit: Features; readonly modes: readonly (readonly [Mode, Features])[] } | undefined;
function waveTables(): NonNullable<typeof tables> {
  tables ??= {
    fit: waves(frequencies(headDimension, base), contextLength),
    modes: modes.map((mode) => [
      mode,
      waves(extendedFrequencies(mode === 'extrapolate' ? 'none' : mode, setting), farthest),
    ]),
  };
  return tables;
}

/** The tables of all modes one below the other, in single precision: [4·1024, 64]. */
let stacked: Float32Array | undefined;
function stackedTables(): Float32Array {
  if (stacked) return stacked;
  stacked = new Float32Array(modes.length * farthest * headDimension);
  waveTables().modes.forEach(([, table], index) => stacked?.set(table.values, index * farthest * headDimension));
  return stacked;
}

/** Coefficients a_0, b_0, a_1, b_1, ..., [64], in float64. */
export const fitCurve = (curve: readonly number[], logRidge: number): Float64Array =>
  ridgeFit(waveTables().fit, curve, 10 ** logRidge * contextLength);

function largest(values: ArrayLike<number>): number {
  let top = 0;
  for (let i = 0; i < values.length; i++) top = Math.max(top, Math.abs(at(values, i)));
  return top;
}
const perMode = <T>(value: (mode: Mode) => T): Record<Mode, T> =>
  Object.fromEntries(modes.map((mode) => [mode, value(mode)])) as Record<Mode, T>;

/** The frame of four curves. */
function frameOf(curves: Frame['curves'], drawing: readonly number[]): Frame {
  const square = drawing.reduce((sum, wish, r) => sum + (at(curves.extrapolate, r) - wish) ** 2, 0);
  return {
    curves,
    inside: perMode((mode) => largest(curves[mode].subarray(0, contextLength))),
    beyond: perMode((mode) => largest(curves[mode].subarray(contextLength))),
    misfit: Math.sqrt(square / contextLength),
  };
}

export async function compute({ curve, logRidge }: Params, tf: Tf): Promise<Frame> {
  const coefficients = Float32Array.from(fitCurve(curve, logRidge));
  const values = tf.tidy(() =>
    tf.matMul(
      tf.tensor2d(stackedTables(), [modes.length * farthest, headDimension]),
      tf.tensor2d(coefficients, [headDimension, 1]),
    ),
  );
  try {
    const data = Float32Array.from(await values.data());
    return frameOf(
      perMode((mode) => data.slice(modes.indexOf(mode) * farthest, (modes.indexOf(mode) + 1) * farthest)),
      curve,
    );
  } finally {
    values.dispose();
  }
}

export function reference({ curve, logRidge }: Params): Frame {
  const coefficients = fitCurve(curve, logRidge);
  const curves = new Map(waveTables().modes.map(([mode, table]) => [mode, predict(table, coefficients)]));
  return frameOf(
    perMode((mode) => curves.get(mode) ?? new Float64Array(farthest)),
    curve,
  );
}
