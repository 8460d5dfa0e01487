/** Autoencoders and principal components: orthonormality, idempotence, tensors against float64. */
import { beforeAll, describe, expect, it } from 'vitest';
import * as onTensors from '../../../src/numerics/autoencoder.tensor.ts';
import { autoencoderOf, within } from '../../../src/numerics/autoencoder.ts';
import { matrixProduct } from '../../../src/numerics/attention.ts';
import { multilayerWeights } from '../../../src/numerics/multilayer.ts';
import { principalComponents } from '../../../src/numerics/principal-components.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { constantWeight, type Weights } from '../../../src/numerics/weights.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

const [pixels, k] = [12, 3];
/** Rows near a plane of three directions, well inside [0, 1]. */
const rows = ((): Float64Array => {
  const random = seededRandom(5);
  const directions = normals(random, k * pixels);
  const codes = normals(random, 200 * k).map((z, i) => z * (0.03 + 0.02 * (i % k)));
  return matrixProduct(codes, directions, k).map((x) => 0.5 + 0.3 * x);
})();
const { mean, basis, variances, total } = principalComponents(rows, pixels, k);
const moments = { latentMean: constantWeight([1, k], 0.1), latentSd: constantWeight([1, k], 0.4) };
const linear: Weights = {
  basis: { values: basis, shape: [pixels, k] },
  pixelMean: { values: mean, shape: [1, pixels] },
  ...moments,
};
const prefixed = (prefix: string, weights: Weights): Weights =>
  Object.fromEntries(Object.entries(weights).map(([name, weight]) => [`${prefix}.${name}`, weight]));
const network: Weights = {
  ...prefixed('encoder', multilayerWeights(seededRandom(6), [pixels, 8, k])),
  ...prefixed('decoder', multilayerWeights(seededRandom(7), [k, 8, pixels])),
  ...moments,
};
const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? NaN))));

describe('principal components', () => {
  it('are orthonormal, ordered by variance, and hold all of it where the data have three directions', () => {
    const transposed = Float64Array.from(
      { length: k * pixels },
      (_, i) => basis[(i % pixels) * k + Math.floor(i / pixels)] ?? NaN,
    );
    const gram = matrixProduct(transposed, basis, pixels);
    expect(difference(gram, [1, 0, 0, 0, 1, 0, 0, 0, 1])).toBeLessThan(1e-12);
    expect([...variances]).toEqual([...variances].sort((a, b) => b - a));
    expect(variances.reduce((sum, variance) => sum + variance, 0) / total).toBeCloseTo(1, 12);
  });
});

describe('autoencoders', () => {
  it('the linear one gives back rows that lie in its plane, and κ rescales latents only', () => {
    const { encode, decode } = autoencoderOf(linear);
    expect(difference(decode(encode(rows)), rows)).toBeLessThan(1e-12);
    const plain = autoencoderOf({
      ...linear,
      latentMean: constantWeight([1, k], 0),
      latentSd: constantWeight([1, k], 1),
    });
    const expected = plain.encode(rows).map((z) => (z - 0.1) / 0.4);
    expect(difference(encode(rows), expected)).toBeLessThan(1e-12);
  });

  it('decode into [0, 1] whatever the latents', () => {
    const wild = normals(seededRandom(8), 20 * k).map((z) => 30 * z);
    for (const weights of [linear, network]) {
      const image = autoencoderOf(weights).decode(wild);
      expect(Math.min(...image)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...image)).toBeLessThanOrEqual(1);
    }
  });

  it.each([
    ['linear', linear],
    ['network', network],
  ])('the %s one is the same on tensors', async (_, weights) => {
    const { encode, decode } = autoencoderOf(weights);
    const z = encode(rows);
    const { result, leaked } = await countingLeaks(tf, async () => {
      const [codes, images] = tf.tidy(() => {
        const own = onTensors.uploadWeights(tf, weights);
        const code = onTensors.encode(tf, own, tf.tensor2d(Float32Array.from(rows), [200, pixels]));
        return [code, onTensors.decode(tf, own, code)] as const;
      });
      const read = [await codes.data(), await images.data()] as const;
      tf.dispose([codes, images]);
      return read;
    });
    expect(leaked).toBe(0);
    expect(difference(result[0], z)).toBeLessThan(1e-5);
    expect(difference(result[1], decode(z))).toBeLessThan(1e-5);
  });

  it('name their parts, and a file without one is refused', () => {
    expect(Object.keys(within(network, 'encoder.'))).toEqual(['weight0', 'bias0', 'weight1', 'bias1']);
    expect(() => autoencoderOf({ ...moments, basis: constantWeight([2, 1]) }).encode(new Float64Array(2))).toThrow(
      'pixelMean',
    );
  });
});
