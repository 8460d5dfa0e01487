import { beforeAll, describe, expect, it } from 'vitest';
import { reference, simulate, type Frame } from '../../../src/demos/autoregressive-letters/compute.ts';
import * as words from '../../../src/demos/autoregressive-letters/describe.ts';
import * as letters from '../../../src/demos/autoregressive-letters/letters.ts';
import demo, { endiannesses, totalSteps, type Params } from '../../../src/demos/autoregressive-letters/params.ts';
import { defaultValues } from '../../../src/lab/params.ts';
import { adamStart, adamStep } from '../../../src/numerics/adam.ts';
import { asciiText, codeBits } from '../../../src/numerics/ascii-text.ts';
import { shares } from '../../../src/numerics/bit-orders.ts';
import { likelihoodGradient, logDensity } from '../../../src/numerics/sigmoid-belief-network.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

async function run(params: Params, until: number): Promise<Frame[]> {
  const frames: Frame[] = [];
  const stop = new AbortController();
  const running = simulate(params, tf, stop.signal);
  for (;;) {
    const { value, done } = await running.next();
    if (done === true) return frames;
    frames.push(value);
    if (value.progress.done >= until) stop.abort();
  }
}

/** The frame that the demo has after some steps, trained in float64; only codes that occur are fitted, the rest is read off at the end. */
function trained(params: Partial<Params>, steps: number): Frame {
  const values = { ...defaults, ...params };
  const first = reference(values);
  const data = shares(asciiText(values.text).counts);
  const present = Array.from(data.keys()).filter((code) => (data[code] ?? 0) > 0);
  const lambda = Number(values.lambda);
  const runs = endiannesses.map((order) => {
    const all = codeBits(order);
    const x = Float64Array.from(present.flatMap((code) => [...all.subarray(7 * code, 7 * code + 7)]));
    const omega = present.map((code) => data[code] ?? 0);
    const network = (flat: Float64Array) => ({ n: 7, weights: flat.slice(0, 49), biases: flat.slice(49) });
    let state = adamStart(new Float64Array(56));
    for (let step = 0; step < steps; step++) {
      const { weights, biases } = likelihoodGradient(network(state.weights), x, omega);
      const gradient = [...weights, ...biases].map((g, k) => g + lambda * (state.weights[k] ?? 0));
      state = adamStep(state, gradient, { learningRate: 0.1 });
    }
    const logs = logDensity(network(state.weights), all);
    const loss = present.reduce((sum, code) => sum - ((data[code] ?? 0) * (logs[code] ?? 0)) / Math.LN2, 0);
    return { logs, loss, largest: Math.max(...state.weights.map(Math.abs)) };
  });
  return {
    ...first,
    steps: [0, steps],
    losses: Float32Array.from([...first.losses, ...runs.map(({ loss }) => loss)]),
    model: Float32Array.from(runs.flatMap(({ logs }) => [...logs.map(Math.exp)])),
    largest: Float32Array.from(runs, ({ largest }) => largest),
    progress: { done: steps, total: totalSteps },
  };
}
const [msb, lsb] = [{ order: 'msb' }, { order: 'lsb' }] as const;

describe('autoregressive-letters', () => {
  it('starts with seven fair coins: 7 bits, all 128 characters alike', () => {
    const frame = reference(defaults);
    expect([letters.lossNow(frame, msb), letters.lossNow(frame, lsb)]).toEqual([7, 7]);
    expect([frame.length, frame.distinct]).toEqual([41, 14]);
    expect(frame.entropy).toBeCloseTo(3.411443, 6);
    expect(frame.independent).toBeCloseTo(5.449025, 6);
    expect(letters.invented(frame, msb)).toBeCloseTo(114 / 128, 6);
  });

  it('the default text after 1,000 steps: 4.287 and 4.034 bits, 35 % invented, most of it m with 5.0 %', () => {
    const frame = trained({}, totalSteps);
    expect(letters.lossNow(frame, msb)).toBeCloseTo(4.287, 3);
    expect(letters.lossNow(frame, lsb)).toBeCloseTo(4.034, 3);
    expect(letters.invented(frame, msb)).toBeCloseTo(0.352, 3);
    const [first] = letters.inventions(frame, msb);
    expect(letters.signOf(first?.code ?? 0)).toBe('m');
    expect(first?.p).toBeCloseTo(0.05, 3);
    // Weights without a penalty, against those with λ = 0.001, where the run has arrived.
    expect(letters.largestNow(frame, msb)).toBeCloseTo(8.5, 1);
    expect(letters.largestNow(frame, lsb)).toBeCloseTo(17.9, 1);
    const held = trained({ lambda: '0.001' }, totalSteps);
    expect([letters.lossNow(held, msb), letters.lossNow(held, lsb)].map((x) => x.toFixed(3))).toEqual([
      '4.326',
      '4.162',
    ]);
    expect([letters.largestNow(held, msb), letters.largestNow(held, lsb)].map((x) => x.toFixed(1))).toEqual([
      '4.5',
      '6.8',
    ]);
  });

  it('m differs in one bit from o, i and e', () => {
    const apart = (sign: string): number =>
      (sign.charCodeAt(0) ^ 'm'.charCodeAt(0)).toString(2).replaceAll('0', '').length;
    expect(['o', 'i', 'e'].map(apart)).toEqual([1, 1, 1]);
    expect('m'.charCodeAt(0).toString(2)).toBe('1101101');
  });

  it('a text of few letters is learned nearly whole: 1.991 bits against 1.985, 0.4 % invented', () => {
    const frame = trained({ text: 'banana bandana' }, totalSteps);
    expect(letters.lossNow(frame, msb)).toBeCloseTo(1.991, 3);
    expect(frame.entropy).toBeCloseTo(1.985, 3);
    expect(letters.invented(frame, msb)).toBeCloseTo(0.004, 3);
  });

  it('one letter alone: the loss goes towards 0 and the weights grow, 0.045, 0.012, 0.002 bits and 4.1, 5.6, 7.4', () => {
    const frames = [100, 300, 1000].map((steps) => trained({ text: 'aaaaaaaa' }, steps));
    expect(frames.map((frame) => letters.lossNow(frame, msb).toFixed(3))).toEqual(['0.045', '0.012', '0.002']);
    expect(frames.map((frame) => letters.largestNow(frame, msb).toFixed(1))).toEqual(['4.1', '5.6', '7.4']);
  });

  it.each(['0', '0.01'] as const)(
    'tensors follow float64, and a run that is stopped leaves none (λ = %s)',
    async (lambda) => {
      const { result, leaked } = await countingLeaks(tf, () => run({ ...defaults, lambda }, 40));
      expect(leaked).toBe(0);
      const [found, expected] = [result.at(-1), trained({ lambda }, 40)];
      if (!found) throw new Error('a run has frames');
      for (const shown of [msb, lsb]) {
        expect(letters.lossNow(found, shown)).toBeCloseTo(letters.lossNow(expected, shown), 4);
        expect(letters.largestNow(found, shown)).toBeCloseTo(letters.largestNow(expected, shown), 4);
        letters.modelShown(found, shown).forEach((p, code) => {
          expect(p).toBeCloseTo(letters.modelShown(expected, shown)[code] ?? NaN, 4);
        });
      }
      expect(letters.lossNow(found, msb)).toBeLessThan(5);
      const again = await run({ ...defaults, lambda }, 2);
      expect(again[2]?.losses).toEqual(result[2]?.losses);
    },
  );

  it('characters that are not ASCII are counted as left out, and said', () => {
    const frame = reference({ text: '学而时习之 xue er shi xi zhi' });
    expect(frame.dropped).toBe(5);
    expect(words.describe(frame, msb, 'en')).toContain('5 that are not ASCII');
    expect(words.describe(frame, msb, 'zh')).toContain('5 个不是 ASCII');
  });

  it('a draw is the same for the same seed and follows the probabilities', () => {
    const frame = trained({ text: 'aaaaaaaa' }, 300);
    expect(letters.drawText(frame, msb, 7)).toEqual(letters.drawText(frame, msb, 7));
    const many = Array.from({ length: 20 }, (_, seed) => letters.drawText(frame, msb, seed)).flat();
    expect(many.filter((code) => code === 97).length / many.length).toBeGreaterThan(0.97);
  });
});
