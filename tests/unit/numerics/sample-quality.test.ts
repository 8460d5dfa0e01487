/** Figures of samples: agreement with a classifier, variance within classes, error of reconstruction. */
import { describe, expect, it } from 'vitest';
import { judge, judgedShare, reconstructionError, withinClassVariance } from '../../../src/numerics/sample-quality.ts';
import type { Weights } from '../../../src/numerics/weights.ts';

/** A classifier of two pixels into two classes: the brighter one wins. */
const network: Weights = {
  weight0: { values: Float64Array.of(4, 0, 0, 4), shape: [2, 2] },
  bias0: { values: new Float64Array(2), shape: [1, 2] },
};
const images = Float64Array.of(1, 0, 0, 1, 0.2, 0.9);

describe('figures of samples', () => {
  it('a classifier’s probabilities sum to 1, and the share that agrees counts rows', () => {
    const probabilities = judge(network, images, 2);
    expect((probabilities[0] ?? 0) + (probabilities[1] ?? 0)).toBeCloseTo(1, 12);
    expect(judgedShare(network, images, [0, 1, 1], 2)).toBe(1);
    expect(judgedShare(network, images, [0, 1, 0], 2)).toBeCloseTo(2 / 3, 12);
  });

  it('variance within classes does not count what lies between them', () => {
    expect(withinClassVariance([0, 0, 10, 10], [0, 0, 1, 1], 1)).toBe(0);
    expect(withinClassVariance([-1, 1, 9, 11], [0, 0, 1, 1], 1)).toBe(1);
    expect(withinClassVariance([-1, 0, 1, 0], [0, 0], 2)).toBe(0.5);
  });

  it('the mean image loses all variance, a copy none', () => {
    const mean = [1.2 / 3, 1.9 / 3, 1.2 / 3, 1.9 / 3, 1.2 / 3, 1.9 / 3];
    expect(reconstructionError(images, mean, 2).varianceLost).toBeCloseTo(1, 12);
    expect(reconstructionError(images, images, 2)).toEqual({ squaredError: 0, varianceLost: 0 });
  });
});
