/** The fast model of a cloud against the general one for mixtures. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointCloud } from '../../../src/numerics/gaussian-mixture.ts';
import { mixtureModel } from '../../../src/numerics/mixture-model.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { cloudModel } from '../../../src/numerics/smoothed-cloud.ts';

describe('the model of a smoothed cloud', () => {
  it('is that of the mixture: score, denoiser and both divergences, to 10⁻⁹ of their size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffffffff }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 100 }),
        (seed, d, k, noise) => {
          const random = seededRandom(seed);
          const points = normals(random, k * d);
          const x = normals(random, 5 * d).map((value) => 2 * value);
          const level = { scale: 1 - noise / 200, spread: noise / 100 };
          const [fast, general] = [cloudModel({ points, d, sd: 0.2 }), mixtureModel(pointCloud(points, d, 0.2))];
          for (const predicts of ['score', 'data'] as const) {
            const pairs = [
              [fast[predicts](x, level), general[predicts](x, level)],
              [fast.divergence[predicts](x, level), general.divergence[predicts](x, level)],
            ] as const;
            for (const [ours, theirs] of pairs) {
              expect(ours).toHaveLength(theirs.length);
              ours.forEach((value, i) => {
                const expected = theirs[i] ?? NaN;
                // ∇·D comes from ∇·score here: what is subtracted there is of the size of d.
                expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 * Math.max(d, Math.abs(expected)));
              });
            }
          }
        },
      ),
    );
  });
});
