import { beforeAll, describe, expect, it } from 'vitest';
import { compute, fitted, reference } from '../../../src/demos/autoregressive-interval/compute.ts';
import demo, { type Params } from '../../../src/demos/autoregressive-interval/params.ts';
import { leaves, placeIn, probability, signOf, spanAt } from '../../../src/demos/autoregressive-interval/tree.ts';
import { defaultValues } from '../../../src/lab/params.ts';
import { bitsOf } from '../../../src/numerics/arithmetic-code.ts';
import { asciiText, codeBits } from '../../../src/numerics/ascii-text.ts';
import { shares } from '../../../src/numerics/bit-orders.ts';
import { negativeLogLikelihood, nestedSteps } from '../../../src/numerics/sigmoid-belief-network.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
const at = (given: Partial<Params>) => reference({ ...defaults, ...given });
/** The values of the links in the article. */
const [space, upper] = [0.100006103515625, 0.9900054931640625];
let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

describe('autoregressive-interval', () => {
  it('u = 0.5 leads to k, which the text lacks: 3.0 %, 5.07 bits', () => {
    const frame = at({});
    expect([signOf(frame.code), frame.count]).toEqual(['k', 0]);
    expect(probability(frame)).toBeCloseTo(0.03, 3);
    expect(bitsOf(probability(frame))).toBeCloseTo(5.07, 2);
  });
  it('the space has 17.4 % of the interval for 22.0 % of the text, 2.52 bits; w, absent, costs 6.02', () => {
    const frame = at({ u: space });
    expect(signOf(frame.code)).toBe('␣');
    expect(frame.count / frame.length).toBeCloseTo(0.22, 3);
    expect(probability(frame)).toBeCloseTo(0.174, 3);
    expect(bitsOf(probability(frame))).toBeCloseTo(2.52, 2);
    const end = at({ u: upper });
    expect([signOf(end.code), end.count]).toEqual(['w', 0]);
    expect(bitsOf(probability(end))).toBeCloseTo(6.02, 2);
  });
  it('held back with λ = 0.1 the space keeps 3.5 %', () => {
    const frame = at({ u: space, lambda: '0.1' });
    expect(signOf(frame.code)).toBe('␣');
    expect(probability(frame)).toBeCloseTo(0.035, 3);
  });
  it('the 41 characters take at most 179 digits, where seven bits each are 287', () => {
    const bits =
      negativeLogLikelihood(fitted(defaults), codeBits('msb'), shares(asciiText(defaults.text).counts)) / Math.LN2;
    expect(bits).toBeCloseTo(4.326, 3);
    expect(Math.ceil(41 * bits) + 1).toBe(179);
  });

  it('both trees give a character what its own order says, and u lies in the interval at every depth', () => {
    for (const order of ['msb', 'lsb'] as const) {
      for (const u of [0, 0.13, 0.5, 0.77, 0.999]) {
        const frame = at({ order, u });
        const steps = nestedSteps(fitted({ ...defaults, order }), u);
        steps.forEach(({ low, high }, depth) => {
          const span = spanAt(frame, depth);
          expect(span.low).toBeCloseTo(low, 10);
          expect(span.high).toBeCloseTo(high, 10);
          expect(placeIn(span, u)).toBeCloseTo((u - low) / (high - low), 6);
        });
        const leaf = leaves(frame, order)[frame.leaf];
        expect(leaf?.code).toBe(frame.code);
        expect(leaf && leaf.low <= u && u < leaf.high).toBe(true);
        const value = parseInt(frame.codeword, 2) / 2 ** frame.codeword.length;
        expect(leaf && value >= leaf.low - 1e-12 && value + 2 ** -frame.codeword.length <= leaf.high + 1e-12).toBe(
          true,
        );
      }
    }
  });
  it('leaves no tensor, nor when the device fails', async () => {
    expect((await countingLeaks(tf, () => compute(defaults, tf))).leaked).toBe(0);
    const broken = {
      ...tf,
      concat: () => {
        throw new Error('lost');
      },
    } as unknown as Tf;
    const before = tf.memory().numTensors;
    await expect(compute(defaults, broken)).rejects.toThrow('lost');
    expect(tf.memory().numTensors).toBe(before);
  });
});
