/** Places of a track between its own coordinates (t, x) and the common ones (σ, x/s). Pure. */
import type { Dash, Tone } from '../../lab/plot/tone.ts';
import { at } from '../../numerics/array.ts';
import type { Track } from './compute.ts';
import { range, type ScheduleName } from './params.ts';

/** How each schedule is drawn. */
export const marks: Readonly<Record<ScheduleName, { readonly tone: Tone; readonly dash: Dash }>> = {
  fm: { tone: 'accent', dash: 'solid' },
  vp: { tone: 'data', dash: 'dashed' },
  ve: { tone: 'noise', dash: 'dotted' },
  edm: { tone: 'gradient', dash: 'dashdot' },
};

/** |x/s| up to here fits; x/s is linear up to about the knee. */
const [most, knee] = [260, 0.5];

/** 0 at the most noise, 1 at the least, in equal ratios. */
export const acrossSigma = (sigma: number): number => Math.log(range.max / sigma) / Math.log(range.max / range.min);
/** −1 to 1. */
export const upUnscaled = (x: number): number => Math.asinh(x / knee) / Math.asinh(most / knee);

/** The track's curves over [0, 1] × [−1, 1]; at morph 0, x is divided by the largest on the track's own particles. */
export function morphed({ shares, sigmas, scales, paths }: Track, morph: number): { x: number[]; y: number[] }[] {
  const largest = Math.max(1e-9, ...paths.flat().map(Math.abs));
  const blend = (own: number, common: number): number => (1 - morph) * own + morph * common;
  const x = shares.map((share, i) => blend(share, acrossSigma(at(sigmas, i))));
  return paths.map((path) => ({
    x,
    y: path.map((value, i) => blend((0.96 * value) / largest, upUnscaled(value / at(scales, i)))),
  }));
}
