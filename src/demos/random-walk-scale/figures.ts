/** What the walkers' counts say, in the units of the picture. Pure. */
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import { reach, walkers } from './params.ts';

export interface Bar {
  /** Position of the bar's middle, and its width: the lattice has a point every 2δ. */
  readonly position: number;
  readonly width: number;
  /** Share of the walkers, divided by the width. */
  readonly density: number;
}

export function barsOf({ counts, delta }: Frame): Bar[] {
  const m = counts.length - 1;
  const width = 2 * delta;
  return Array.from(counts, (count, i) => ({
    position: delta * (2 * i - m),
    width,
    density: count / walkers / width,
  })).filter(({ density }) => density > 0);
}

/** Share of the walkers that end beyond the picture's edges. */
export function shareOutside({ counts, delta }: Frame): number {
  const m = counts.length - 1;
  const outside = Array.from(counts, (count, i) => (Math.abs(delta * (2 * i - m)) > reach ? count : 0));
  return outside.reduce((sum, count) => sum + count, 0) / walkers;
}

/** Root mean square at time 1 of m steps of m⁻ᵃ: √m m⁻ᵃ. */
export const expectedSpread = (m: number, exponent: number): number => m ** (0.5 - exponent);

/** The largest distance of the walkers' distribution function from another one, as in a test of Kolmogorov and Smirnov. */
export function distanceFrom({ counts, delta }: Frame, cdf: (x: number) => number): number {
  const m = counts.length - 1;
  let [below, gap] = [0, 0];
  counts.forEach((_, i) => {
    const value = cdf(delta * (2 * i - m));
    const next = below + at(counts, i) / walkers;
    gap = Math.max(gap, Math.abs(value - below), Math.abs(value - next));
    below = next;
  });
  return gap;
}
