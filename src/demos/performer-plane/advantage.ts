/** Which of two estimators is better, for every y in the plane and a fixed x. Pure. */
import { relativeErrors, squaredLengths } from '../../numerics/random-features.ts';
import { reach } from './params.ts';

/** Cells in each direction. */
export const cells = 24;
/** |log₁₀ ratio| beyond which the map does not tell more. */
export const highest = 4;

/** log₁₀ of MSE_trig/MSE_+ at one y: above 0 where positive features are better; 0 at the origin, where both are exact. */
export function advantage(x: readonly number[], y: readonly number[]): number {
  const { s, t } = squaredLengths(x, y);
  const { trigonometric, positive } = relativeErrors(s, t, 1);
  if (trigonometric === positive) return 0;
  return Math.min(highest, Math.max(-highest, Math.log10(trigonometric / positive)));
}

/** The same over the square |y₁|, |y₂| ≤ 1.4, at the centres of 24 × 24 cells, top row first, rounded to halves. */
export function advantageMap(x: readonly number[]): Float64Array {
  const centre = (index: number): number => reach * ((2 * index + 1) / cells - 1);
  return Float64Array.from({ length: cells * cells }, (_, index) => {
    const value = advantage(x, [centre(index % cells), -centre(Math.floor(index / cells))]);
    return Math.round(2 * value) / 2 + 0;
  });
}
