import { beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../../src/numerics/array.ts';
import { mixerModelWeights, type Mixer } from '../../../src/numerics/attention-mixers.ts';
import { disposeConstants, mix, mixerConstants } from '../../../src/numerics/attention-mixers.tensor.ts';
import { softmaxAttention } from '../../../src/numerics/attention.ts';
import { causalParallel } from '../../../src/numerics/linear-attention-causal.ts';
import { featureMap } from '../../../src/numerics/linear-attention.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { countWeights } from '../../../src/numerics/weights.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

const shape = { vocabulary: 5, d: 8, heads: 1, n: 12, block: 4 };
const mixers: readonly Mixer[] = ['softmax', 'elu', 'relu', 'bare', 'norm', 'diag'];
const draw = (seed: number): Float64Array => normals(seededRandom(seed), shape.n * shape.d);

/** One head's outputs, [n, d]. */
async function run(mixer: Mixer, inputs: readonly Float64Array[]): Promise<Float32Array> {
  const constants = mixerConstants(tf, shape);
  const found = tf.tidy(() => {
    const [q, k, v] = inputs.map((x) => tf.tensor4d(Float32Array.from(x), [1, 1, shape.n, shape.d]));
    if (!q || !k || !v) throw new Error('three inputs');
    return mix(tf, mixer, q, k, v, constants);
  });
  try {
    return Float32Array.from(await found.data());
  } finally {
    found.dispose();
    disposeConstants(tf, constants);
  }
}

describe('ways to mix tokens', () => {
  const inputs = [draw(1), draw(2), draw(3)];
  it.each(mixers)(
    '%s is causal: a change of the last token changes no earlier output, and leaves no tensor',
    async (mixer) => {
      const { result, leaked } = await countingLeaks(tf, async () => {
        const changed = inputs.map((x) => x.map((value, i) => (i >= (shape.n - 1) * shape.d ? value + 1 : value)));
        return [await run(mixer, inputs), await run(mixer, changed)] as const;
      });
      expect(leaked).toBe(0);
      const [before, after] = result;
      const earlier = (shape.n - 1) * shape.d;
      expect([...after.subarray(0, earlier)]).toEqual([...before.subarray(0, earlier)]);
      expect([...after.subarray(earlier)]).not.toEqual([...before.subarray(earlier)]);
    },
  );

  it('softmax and elu + 1 are what their references say', async () => {
    const [q, k, v] = [draw(1), draw(2), draw(3)];
    const soft = softmaxAttention(q, k, v, shape.d, { causal: true });
    (await run('softmax', inputs)).forEach((x, i) => expect(x).toBeCloseTo(at(soft, i), 5));
    const linear = causalParallel(featureMap(q), featureMap(k), v, shape.d);
    (await run('elu', inputs)).forEach((x, i) => expect(x).toBeCloseTo(at(linear, i), 5));
  });

  it('without a denominator outputs grow with the number of tokens; with one, or with a norm, they do not', async () => {
    const size = async (mixer: Mixer): Promise<number> => {
      const outputs = await run(mixer, [draw(1), draw(2), draw(3).map(() => 1)]);
      return at(outputs, (shape.n - 1) * shape.d) / at(outputs, 0);
    };
    expect(await size('elu')).toBeCloseTo(1, 5);
    expect(await size('norm')).toBeCloseTo(1, 5);
    expect(await size('bare')).toBeGreaterThan(4);
  });

  it('a model has an embedding, a head and six matrices per layer, the same for the same seed', () => {
    const weights = mixerModelWeights(seededRandom(4), shape, 2);
    expect(countWeights(weights)).toBe(2 * 5 * 8 + 2 * (4 * 64 + 2 * 128));
    expect(mixerModelWeights(seededRandom(4), shape, 2)).toEqual(weights);
  });
});
