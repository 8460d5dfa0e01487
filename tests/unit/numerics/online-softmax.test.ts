/** Softmax in one pass and from parts: known answers, statements, tensors held to the float64 reference. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  absorb,
  answer,
  emptyState,
  fixedPass,
  largestFinite,
  merge,
  onlinePass,
  safeAverage,
  toHalf,
  toSingle,
  type SoftmaxState,
} from '../../../src/numerics/online-softmax.ts';
import {
  absorbBlock,
  answers,
  disposeStates,
  emptyStates,
  mergeStates,
  onlineAverages,
} from '../../../src/numerics/online-softmax.tensor.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const logit = fc.oneof(fc.double({ min: -700, max: 700, noNaN: true }), fc.constant(-Infinity));
const row = fc.array(fc.tuple(logit, fc.double({ min: -10, max: 10, noNaN: true })), { minLength: 1, maxLength: 20 });
const read = (elements: readonly (readonly [number, number])[]): SoftmaxState =>
  elements.reduce((state, [x, v]) => absorb(state, x, v), emptyState);
/** Two states of the same elements: m is the same number, ℓ and o agree to rounding. */
function expectSame(a: SoftmaxState, b: SoftmaxState): void {
  expect(a.max).toBe(b.max);
  expect(Math.abs(a.sum - b.sum)).toBeLessThan(1e-12);
  expect(Math.abs(a.weighted - b.weighted)).toBeLessThan(1e-11);
}

describe('known answers', () => {
  it('logits 3 1 −2 5 0.5 with values 1 to 5: m = 5, ℓ = 1.165672, o = 4.230247, o/ℓ = 3.629021 (derived here)', () => {
    const [x, v] = [
      [3, 1, -2, 5, 0.5],
      [1, 2, 3, 4, 5],
    ];
    const state = onlinePass(x, v).at(-1) ?? emptyState;
    const sum = Math.exp(-2) + Math.exp(-4) + Math.exp(-7) + 1 + Math.exp(-4.5);
    expect(state.max).toBe(5);
    expect(state.sum).toBeCloseTo(sum, 14);
    expect([state.sum, state.weighted, answer(state)].map((y) => y.toFixed(6))).toEqual([
      '1.165672',
      '4.230247',
      '3.629021',
    ]);
  });
  it('e^x exceeds the largest finite number beyond 88.722839 (float32) and 11.089866 (float16) (derived: its logarithm)', () => {
    expect(Math.log(largestFinite.single).toFixed(6)).toBe('88.722839');
    expect(Math.log(largestFinite.half).toFixed(6)).toBe('11.089866');
    expect(toSingle(Math.exp(88.72))).toBeLessThan(Infinity);
    expect(toSingle(Math.exp(88.73))).toBe(Infinity);
    expect(toHalf(Math.exp(11.089))).toBeLessThan(Infinity);
    expect(toHalf(Math.exp(11.091))).toBe(Infinity);
  });
  it('binary16: thirds, ties to even, the smallest and the largest numbers (IEEE 754)', () => {
    expect(toHalf(1 / 3)).toBe(0.333251953125);
    expect([toHalf(2049), toHalf(2051)]).toEqual([2048, 2052]);
    expect([toHalf(2 ** -24), toHalf(2 ** -25), toHalf(3 * 2 ** -25)]).toEqual([2 ** -24, 0, 2 ** -23]);
    expect([toHalf(65519), toHalf(65520), toHalf(-65520)]).toEqual([65504, Infinity, -Infinity]);
    expect([toHalf(-0), toHalf(NaN)]).toEqual([-0, NaN]);
  });
  it('the naive sum overflows at 100 and gives NaN; safe and online give the value of that element', () => {
    const [x, v] = [
      [3, 1, -2, 100, 0.5],
      [1, 2, 3, 4, 5],
    ];
    const naive = fixedPass(x, v, 0, toSingle).at(-1) ?? emptyState;
    expect([naive.sum, naive.weighted]).toEqual([Infinity, Infinity]);
    expect(answer(naive, toSingle)).toBeNaN();
    expect(answer(onlinePass(x, v, toSingle).at(-1) ?? emptyState, toSingle)).toBe(4);
    expect(safeAverage(x, v)).toBe(4);
  });
});

describe('in float64', () => {
  it('any cut gives what reading straight through gives', () => {
    fc.assert(
      fc.property(row, fc.nat(20), (elements, cut) => {
        expectSame(merge(read(elements.slice(0, cut)), read(elements.slice(cut))), read(elements));
      }),
    );
  });
  it('order does not matter, and nothing visible changes nothing', () => {
    fc.assert(
      fc.property(row, (elements) => {
        const state = read(elements);
        expectSame(read([...elements].reverse()), state);
        expect(merge(state, emptyState)).toEqual(state);
        expect(merge(emptyState, state)).toEqual(state);
        expect(absorb(state, -Infinity, 1)).toEqual(state);
      }),
    );
  });
  it('a fully masked block, even a first one, brings no NaN', () => {
    expect(merge(emptyState, emptyState)).toEqual(emptyState);
    expect(absorb(emptyState, -Infinity, 3)).toEqual(emptyState);
    expect(answer(absorb(absorb(emptyState, -Infinity, 3), 2, 7))).toBe(7);
  });
  it('the sum stays between 1 and the count, so that it never overflows', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e300, max: 1e300, noNaN: true }), { minLength: 1 }), (x) => {
        const sums = onlinePass(x, x).map((state) => state.sum);
        expect(sums.every((sum, i) => sum >= 1 && sum <= i + 1)).toBe(true);
      }),
    );
  });
});

describe('on tensors', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  it('blocks, merges and columns give the reference, and leave no tensor', async () => {
    const x = [3, 1, -2, 5, 0.5, 30, -40, 2];
    const v = x.map((_, i) => i - 2);
    const { leaked } = await countingLeaks(tf, async () => {
      const all = tf.tidy(() => {
        const part = (from: number, to: number) =>
          absorbBlock(
            tf,
            emptyStates(tf, 1, 1),
            tf.tensor2d(x.slice(from, to), [1, to - from]),
            tf.tensor2d(v.slice(from, to), [to - from, 1]),
          );
        const columns = onlineAverages(tf, tf.tensor2d(x, [1, 8]), tf.tensor2d(v, [1, 8]));
        return tf.concat([answers(tf, mergeStates(tf, part(0, 3), part(3, 8))), columns], 0);
      });
      for (const mean of await all.data()) expect(mean).toBeCloseTo(safeAverage(x, v), 5);
      all.dispose();
    });
    expect(leaked).toBe(0);
  });
  it('a row that a mask leaves nothing of stays empty, and takes in what comes later', async () => {
    const before = tf.memory().numTensors;
    const empty = emptyStates(tf, 2, 1);
    const [scores, values] = [tf.tensor2d([1, 2, 1, 2], [2, 2]), tf.tensor2d([5, 7], [2, 1])];
    const visible = tf.tensor2d([0, 0, 0, 1], [2, 2], 'bool');
    const once = absorbBlock(tf, empty, scores, values, visible);
    const twice = absorbBlock(tf, once, scores, values);
    expect([...(await once.sum.data())]).toEqual([0, 1]);
    const expected = [safeAverage([1, 2], [5, 7]), safeAverage([2, 1, 2], [7, 5, 7])];
    const means = answers(tf, twice);
    (await means.data()).forEach((mean: number, i: number) => expect(mean).toBeCloseTo(expected[i] ?? NaN, 5));
    tf.dispose([scores, values, visible, means]);
    for (const states of [empty, once, twice]) disposeStates(tf, states);
    expect(tf.memory().numTensors).toBe(before);
  });
});
