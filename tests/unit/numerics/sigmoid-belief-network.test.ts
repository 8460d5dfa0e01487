import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { adamStart, adamStep } from '../../../src/numerics/adam.ts';
import { allBits } from '../../../src/numerics/sigmoid-belief-network.ts';
import * as sbn from '../../../src/numerics/sigmoid-belief-network.ts';
import * as onTensors from '../../../src/numerics/sigmoid-belief-network.tensor.ts';
import { SideBySideTraining } from '../../../src/numerics/sigmoid-belief-training.tensor.ts';
import { orders, reorderBits, shares } from '../../../src/numerics/bit-orders.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

let tf: Tf;
beforeAll(async () => {
  tf = await cpuTf();
});

const seeds = fc.integer({ min: 0, max: 0xffffffff });
const networks = fc
  .record({ seed: seeds, n: fc.integer({ min: 1, max: 8 }) })
  .map(({ seed, n }) => sbn.randomNetwork(seededRandom(seed), n));
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, x) => total + x, 0);

describe('a fully visible sigmoid belief network', () => {
  it('has n(n+1)/2 numbers where a table has 2ⁿ − 1: 307,720 for the 784 pixels of a digit', () => {
    const { table, independent, markov, network } = sbn.parameterCounts(784);
    expect([independent, markov, network]).toEqual([784n, 1567n, 307_720n]);
    expect(table).toBe(2n ** 784n - 1n);
    // The table's rows: 1 + 2 + 4 + … conditionals.
    expect(sbn.parameterCounts(5).table).toBe([1n, 2n, 4n, 8n, 16n].reduce((all, rows) => all + rows, 0n));
  });

  it('sums to 1, and so does what is left when the last bits are summed out', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const p = sbn.allDensities(network);
        expect(sum(p)).toBeCloseTo(1, 12);
        const shorter = { ...network, n: network.n - 1 };
        if (shorter.n === 0) return;
        shorter.weights = Float64Array.from({ length: shorter.n ** 2 }, (_, k) => {
          const [j, i] = [Math.floor(k / shorter.n), k % shorter.n];
          return network.weights[j * network.n + i] ?? NaN;
        });
        sbn.allDensities(shorter).forEach((q, r) => {
          expect((p[2 * r] ?? NaN) + (p[2 * r + 1] ?? NaN)).toBeCloseTo(q, 12);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('pays no heed to weights on or below the diagonal', () => {
    fc.assert(
      fc.property(networks, (network) => {
        const cut = { ...network, weights: sbn.maskedWeights(network) };
        expect(sbn.allDensities(cut)).toEqual(sbn.allDensities(network));
      }),
      { numRuns: 20 },
    );
  });

  it('one product gives what the bits one after the other give, on tensors too', async () => {
    await fc.assert(
      fc.asyncProperty(networks, async (network) => {
        const x = allBits(network.n);
        const expected = sbn.logDensityByBits(network, x);
        sbn.logDensity(network, x).forEach((log, r) => expect(log).toBeCloseTo(expected[r] ?? NaN, 10));
        const { leaked } = await countingLeaks(tf, async () => {
          const log = tf.tidy(() => {
            const { w, b } = onTensors.uploadNetwork(tf, network);
            const rows = tf.tensor2d(Float32Array.from(x), [2 ** network.n, network.n]);
            return onTensors.logDensity(tf, rows, w, b, onTensors.strictMask(tf, network.n));
          });
          const values = await log.data();
          expected.forEach((value, r) => expect(values[r]).toBeCloseTo(value, 4));
          log.dispose();
        });
        expect(leaked).toBe(0);
      }),
      { numRuns: 15 },
    );
  });

  it('the gradient in a column needs that column only: the regressions share nothing', () => {
    fc.assert(
      fc.property(networks, seeds, (network, seed) => {
        const { n } = network;
        const x = allBits(n);
        const omega = shares(Array.from({ length: 2 ** n }, seededRandom(seed)));
        const other = { ...network, weights: network.weights.map((w, k) => (k % n === n - 1 ? w + 1 : w)) };
        const [one, two] = [network, other].map((net) => sbn.likelihoodGradient(net, x, omega).weights);
        one?.forEach((slope, k) => {
          if (k % n < n - 1) expect(two?.[k]).toBe(slope);
        });
      }),
      { numRuns: 15 },
    );
  });
});

describe('sampling', () => {
  it('with one u ends in the interval of the vector: its width is p(x), and u lies inside', () => {
    fc.assert(
      fc.property(networks, fc.double({ min: 0, max: 1 - 2 ** -20, noNaN: true }), (network, u) => {
        const steps = sbn.nestedSteps(network, u);
        const last = steps.at(-1);
        if (!last) throw new Error('at least one bit');
        const [low, high] = last.bit === 1 ? [last.split, last.high] : [last.low, last.split];
        const x = steps.map(({ bit }) => bit);
        expect(high - low).toBeCloseTo(Math.exp(sbn.logDensity(network, x)[0] ?? NaN), 12);
        expect(u >= low && u < high).toBe(true);
        // Intervals follow each other in the order of the vectors.
        const index = x.reduce<number>((all, bit) => 2 * all + bit, 0);
        expect(low).toBeCloseTo(sum(sbn.allDensities(network).subarray(0, index)), 10);
      }),
    );
  });

  it('of 2¹⁶ numbers spread evenly, 2¹⁶ p(x) end in x, to within one', () => {
    const network = sbn.randomNetwork(seededRandom(11), 7);
    const counts = new Float64Array(128);
    for (let k = 0; k < 2 ** 16; k++) {
      const steps = sbn.nestedSteps(network, (k + 0.5) / 2 ** 16);
      const index = steps.reduce<number>((all, { bit }) => 2 * all + bit, 0);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    sbn.allDensities(network).forEach((p, r) => {
      expect(Math.abs((counts[r] ?? 0) - 2 ** 16 * p)).toBeLessThanOrEqual(1);
    });
  });

  it('bit by bit draws every vector as often as it is likely', () => {
    const network = sbn.randomNetwork(seededRandom(5), 3);
    const random = seededRandom(6);
    const counts = new Float64Array(8);
    const draws = 20_000;
    for (let k = 0; k < draws; k++) {
      const x = sbn.ancestralSample(network, [random(), random(), random()]);
      const index = x.reduce((all, bit) => 2 * all + bit, 0);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    sbn.allDensities(network).forEach((p, r) => {
      // Five standard deviations.
      expect(Math.abs((counts[r] ?? 0) / draws - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / draws) + 1e-4);
    });
  });

  it('on tensors takes the way of the float64 twin', async () => {
    const network = sbn.randomNetwork(seededRandom(9), 6);
    const u = Array.from({ length: 500 }, seededRandom(10));
    const { result, leaked } = await countingLeaks(tf, async () => {
      const x = tf.tidy(() => {
        const { w, b } = onTensors.uploadNetwork(tf, network);
        return onTensors.nestedSamples(tf, w, b, tf.tensor1d(u), 6);
      });
      const values = Array.from(await x.data());
      x.dispose();
      return values;
    });
    expect(leaked).toBe(0);
    expect(result).toEqual(u.flatMap((one) => sbn.nestedSteps(network, one).map(({ bit }) => bit)));
  });
});

describe('training side by side', () => {
  const n = 3;
  const rowWeights = shares([3, 1, 0, 2, 5, 0, 1, 4]);
  it.each([0, 0.01])('follows Adam in float64 on every order by itself (λ = %d)', async (lambda) => {
    const chosen = [orders(n)[0], orders(n)[3], orders(n)[5]].map((order) => order ?? []);
    const bits = chosen.map((order) => reorderBits(allBits(n), order));
    const { result, leaked } = await countingLeaks(tf, async () => {
      const training = new SideBySideTraining(tf, { bits, n, rowWeights, learningRate: 0.1, lambda });
      for (let step = 0; step < 40; step++) training.step();
      const state = await training.read();
      expect(training.steps).toBe(40);
      training.dispose();
      return state;
    });
    expect(leaked).toBe(0);
    bits.forEach((x, o) => {
      let state = adamStart(new Float64Array(n * n + n));
      const at = (flat: Float64Array): sbn.SigmoidBeliefNetwork => ({
        n,
        weights: flat.slice(0, n * n),
        biases: flat.slice(n * n),
      });
      for (let step = 0; step < 40; step++) {
        const { weights, biases } = sbn.likelihoodGradient(at(state.weights), x, rowWeights);
        const gradient = [...weights, ...biases].map((g, k) => g + lambda * (state.weights[k] ?? 0));
        state = adamStep(state, gradient, { learningRate: 0.1 });
      }
      sbn.logDensity(at(state.weights), x).forEach((log, r) => {
        expect(result.logDensities[o * 8 + r]).toBeCloseTo(log, 4);
      });
      expect(result.largest[o]).toBeCloseTo(Math.max(...state.weights.map(Math.abs)), 4);
    });
  });
});
