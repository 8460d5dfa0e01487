import { beforeAll, describe, expect, it } from 'vitest';
import { reference, simulate, type Frame } from '../../../src/demos/autoregressive-order/compute.ts';
import * as words from '../../../src/demos/autoregressive-order/describe.ts';
import demo, {
  allOrders,
  bits,
  halfAdder,
  orderNames,
  totalSteps,
  xorAlone,
  type Params,
} from '../../../src/demos/autoregressive-order/params.ts';
import {
  byLastBit,
  columns,
  nearestRank,
  orderIndex,
  withBitAt,
} from '../../../src/demos/autoregressive-order/ranking.ts';
import { defaultValues } from '../../../src/lab/params.ts';
import { adamStart, adamStep } from '../../../src/numerics/adam.ts';
import { at } from '../../../src/numerics/array.ts';
import { reorderBits, shares } from '../../../src/numerics/bit-orders.ts';
import { allBits, likelihoodGradient, negativeLogLikelihood } from '../../../src/numerics/sigmoid-belief-network.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

/** Frames up to a step; then the run is stopped in its middle. */
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

/** Loss of an order in nats and the largest weight after Adam steps in float64. */
function trained(counts: readonly number[], name: string, steps: number): { loss: number; largest: number } {
  const x = reorderBits(allBits(bits), allOrders[orderIndex(name)] ?? []);
  const data = shares(counts);
  const network = (flat: Float64Array) => ({ n: bits, weights: flat.slice(0, 16), biases: flat.slice(16) });
  let state = adamStart(new Float64Array(20));
  for (let step = 0; step < steps; step++) {
    const { weights, biases } = likelihoodGradient(network(state.weights), x, data);
    state = adamStep(state, [...weights, ...biases], { learningRate: 0.1 });
  }
  return {
    loss: negativeLogLikelihood(network(state.weights), x, data),
    largest: Math.max(...state.weights.map(Math.abs)),
  };
}

describe('autoregressive-order', () => {
  it('before any step every order is four fair coins: 4 ln 2; entropy 2 ln 2; bits apart 2.641777', () => {
    const frame = reference(defaults);
    words.lossesNow(frame).forEach((loss) => expect(loss).toBeCloseTo(4 * Math.LN2, 6));
    expect(frame.entropy).toBeCloseTo(1.386294, 6);
    expect(frame.independent).toBeCloseTo(2.641777, 6);
  });

  it('after 1,000 steps: 1.3949 for a b c s, 2.0800 for a b s c, as measured on WASM and CPU', () => {
    expect(trained(halfAdder, 'abcs', totalSteps).loss).toBeCloseTo(1.3949, 4);
    expect(trained(halfAdder, 'absc', totalSteps).loss).toBeCloseTo(2.08, 4);
    // XOR alone: no order helps, and each stands where its bits coded apart stand.
    expect(trained(xorAlone, 'cabs', totalSteps).loss).toBeCloseTo(2.08, 3);
    expect(reference({ counts: xorAlone }).independent).toBeCloseTo(3 * Math.LN2, 12);
  });

  it('18 orders leave the six with the carry last behind, on tensors as in float64', async () => {
    const { result, leaked } = await countingLeaks(tf, () => run(defaults, 130));
    expect(leaked).toBe(0);
    const last = result.at(-1);
    if (!last) throw new Error('a run has frames');
    const losses = words.lossesNow(last);
    orderNames.forEach((name, o) => {
      if (name.endsWith('c')) expect(at(losses, o)).toBeGreaterThan(3 * Math.LN2);
      else expect(at(losses, o)).toBeLessThan(1.6);
    });
    for (const name of ['abcs', 'absc', 'sabc', 'scba']) {
      const { loss, largest } = trained(halfAdder, name, 130);
      expect(at(losses, orderIndex(name))).toBeCloseTo(loss, 4);
      expect(at(last.largest, orderIndex(name))).toBeCloseTo(largest, 3);
    }
    expect(words.describe(last, { order: 'absc' }, 'en')).toContain('a → b → s → c');
  }, 20_000);

  it('shows each of the first 20 steps, then every tenth; losses fall; a second run begins with the same', async () => {
    const [one, two] = [await run(defaults, 30), await run(defaults, 3)];
    expect(one.map(({ progress }) => progress.done)).toEqual([...Array.from({ length: 21 }, (_, k) => k), 30]);
    const losses = one.map((frame) => at(words.lossesNow(frame), 0));
    losses.slice(1).forEach((loss, k) => expect(loss).toBeLessThan(at(losses, k)));
    expect(two[3]?.losses).toEqual(one[3]?.losses);
  }, 20_000);

  it('does without any data', async () => {
    const frames = await run({ ...defaults, counts: Array.from({ length: 16 }, () => 0) }, 2);
    expect(words.lossesNow(frames.at(-1) ?? reference(defaults))).toEqual(new Float32Array(24));
  });
});

describe('orders in the picture', () => {
  it('a letter moves to its new place, the others keep their sequence', () => {
    expect(withBitAt('abcs', 0, 3)).toBe('bcsa');
    expect(withBitAt('abcs', 3, 0)).toBe('sabc');
    expect(withBitAt('abcs', 1, 1)).toBe('abcs');
    for (const name of orderNames) expect(orderNames).toContain(withBitAt(name, 2, 1));
  });
  it('orders are sorted by their last bit, and a step of a key reaches the next one', () => {
    expect(byLastBit.map((o) => orderNames[o]?.at(-1)).join('')).toBe(
      ['a', 'b', 'c', 's'].map((bit) => bit.repeat(6)).join(''),
    );
    columns.forEach((column, rank) => {
      expect(nearestRank(column)).toBe(rank);
      if (rank > 0) expect(nearestRank(column - 1)).toBe(rank - 1);
      if (rank < 23) expect(nearestRank(column + 1)).toBe(rank + 1);
    });
  });
});
