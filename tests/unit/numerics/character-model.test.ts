import { beforeAll, describe, expect, it } from 'vitest';
import { Optimizer, readFigures } from '../../../src/numerics/adam.tensor.ts';
import { corpusOf, sampleWindows, unigramEntropy } from '../../../src/numerics/character-corpus.ts';
import { characterFeatures } from '../../../src/numerics/character-features.ts';
import {
  causalMask,
  characterModelWeights,
  nextCharacterLoss,
  positions,
  rmsNorm,
  uploadWindows,
} from '../../../src/numerics/character-model.tensor.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

describe('a corpus', () => {
  it('numbers characters in order of appearance, one code point each', () => {
    expect(corpusOf('aba\n\n猫🐈a')).toEqual({
      characters: ['a', 'b', ' ', '猫', '🐈'],
      tokens: Int32Array.of(0, 1, 0, 2, 3, 4, 0),
    });
    expect(corpusOf('').characters).toEqual([' ']);
  });

  it('gives windows of neighbouring tokens, repeating a text that is too short', () => {
    const corpus = corpusOf('abcdefghij');
    const windows = sampleWindows(seededRandom(1), corpus, 20, 4);
    for (let b = 0; b < 20; b++) {
      for (let i = 1; i < 5; i++) expect(windows[b * 5 + i]).toBe((windows[b * 5] ?? NaN) + i);
    }
    expect([...sampleWindows(seededRandom(1), corpusOf('ab'), 1, 4)]).toEqual([0, 1, 0, 1, 0]);
  });

  it('knows the entropy of its characters', () => {
    expect(unigramEntropy(corpusOf('aabb'))).toBeCloseTo(Math.LN2, 12);
    expect(unigramEntropy(corpusOf('aaaa'))).toBe(0);
  });
});

describe('features of characters', () => {
  it('have length 1, and inner products that mix identity and place', () => {
    const { features, characters } = characterFeatures('abcabc', 0.5, 1, 128);
    const dot = (i: number, j: number): number =>
      features.slice(i * 32, i * 32 + 32).reduce((sum, x, c) => sum + x * (features[j * 32 + c] ?? NaN), 0);
    expect(characters).toHaveLength(6);
    for (let i = 0; i < 6; i++) expect(dot(i, i)).toBeCloseTo(1, 12);
    expect(dot(0, 3)).toBeGreaterThan(0.5);
    const { features: places } = characterFeatures('aXbX', 1, 1, 128);
    const { features: same } = characterFeatures('zzzz', 1, 1, 128);
    places.forEach((x, i) => expect(x).toBeCloseTo(same[i] ?? NaN, 15));
  });
});

describe('a model of characters', () => {
  it('without layers learns no less than the frequencies, and leaves no tensor', async () => {
    const corpus = corpusOf('abacabad '.repeat(20));
    const vocabulary = corpus.characters.length;
    const n = 16;
    const { leaked } = await countingLeaks(tf, async () => {
      const optimizer = new Optimizer(tf, characterModelWeights(seededRandom(1), { vocabulary, d: 8 }), {
        learningRate: 0.05,
      });
      const place = positions(tf, n, 8);
      const random = seededRandom(2);
      let last = Infinity;
      for (let step = 0; step < 60; step++) {
        const batch = uploadWindows(tf, sampleWindows(random, corpus, 4, n), n, vocabulary);
        ({ loss: last } = await readFigures(
          optimizer.step((weights) => nextCharacterLoss(tf, weights, batch, place, (x) => x)),
        ));
        tf.dispose([batch.inputs, batch.targets]);
      }
      expect(last).toBeLessThan(unigramEntropy(corpus));
      place.dispose();
      optimizer.dispose();
    });
    expect(leaked).toBe(0);
  });

  it('has a norm that makes the mean square 1 and a mask that hides later keys', async () => {
    const { leaked } = await countingLeaks(tf, async () => {
      const rows = tf.tidy(() => tf.mean(tf.square(rmsNorm(tf, tf.tensor2d([3, 4, 0.1, -0.2], [2, 2]))), -1));
      for (const value of await rows.data()) expect(value).toBeCloseTo(1, 3);
      rows.dispose();
      const weights = tf.tidy(() => tf.softmax(causalMask(tf, 3)));
      const third = 1 / 3;
      const expected = [1, 0, 0, 0.5, 0.5, 0, third, third, third];
      (await weights.data()).forEach((w, i) => expect(w).toBeCloseTo(expected[i] ?? NaN, 6));
      weights.dispose();
    });
    expect(leaked).toBe(0);
  });
});
