/** How good labelled samples are: what a classifier makes of them, and how much they vary within their classes. */
import { at } from './array.ts';
import { softmaxRows } from './attention.ts';
import { multilayer } from './multilayer.ts';
import type { Weights } from './weights.ts';

/** The classifier's probabilities, [n, classes], of images [n, pixels]. */
export function judge(network: Weights, images: Float64Array, classes = 10): Float64Array {
  return softmaxRows(multilayer(network, images), classes);
}

/** Share of images whose most probable class is their label. */
export function judgedShare(network: Weights, images: Float64Array, labels: ArrayLike<number>, classes = 10): number {
  const probabilities = judge(network, images, classes);
  const right = Array.from({ length: labels.length }, (_, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    return row.indexOf(Math.max(...row)) === at(labels, i) ? 1 : 0;
  });
  return right.reduce((sum: number, one) => sum + one, 0) / labels.length;
}

/** Variance of rows z [n, d] about the mean of their class, per coordinate: mean over rows and coordinates. */
export function withinClassVariance(z: ArrayLike<number>, labels: ArrayLike<number>, d: number): number {
  const classes = Math.max(...Array.from(labels)) + 1;
  const sums = new Float64Array(classes * d);
  const counts = new Float64Array(classes);
  const eachRow = (visit: (row: number, label: number) => void): void => {
    for (let i = 0; i < labels.length; i++) visit(i, at(labels, i));
  };
  eachRow((i, label) => {
    counts[label] = at(counts, label) + 1;
    for (let c = 0; c < d; c++) sums[label * d + c] = at(sums, label * d + c) + at(z, i * d + c);
  });
  let total = 0;
  eachRow((i, label) => {
    for (let c = 0; c < d; c++) total += (at(z, i * d + c) - at(sums, label * d + c) / at(counts, label)) ** 2;
  });
  return total / labels.length / d;
}

/** Mean squared error of a pixel, and what share of the variance about the mean image it leaves. */
export function reconstructionError(
  images: ArrayLike<number>,
  rebuilt: ArrayLike<number>,
  pixels: number,
): { readonly squaredError: number; readonly varianceLost: number } {
  const n = images.length / pixels;
  const mean = new Float64Array(pixels);
  for (let i = 0; i < images.length; i++) mean[i % pixels] = at(mean, i % pixels) + at(images, i) / n;
  let [error, variance] = [0, 0];
  for (let i = 0; i < images.length; i++) {
    error += (at(images, i) - at(rebuilt, i)) ** 2;
    variance += (at(images, i) - at(mean, i % pixels)) ** 2;
  }
  return { squaredError: error / images.length, varianceLost: error / variance };
}
