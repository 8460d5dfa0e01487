import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsOf, shortestCode } from '../../../src/numerics/arithmetic-code.ts';
import { asciiText, codeBits, codeOfLeaf } from '../../../src/numerics/ascii-text.ts';
import * as bitOrders from '../../../src/numerics/bit-orders.ts';
import {
  fitNetwork,
  fitLogistic,
  logisticDerivatives,
  logisticLoss,
} from '../../../src/numerics/logistic-regression.ts';
import { normals, seededRandom } from '../../../src/numerics/random.ts';
import { allBits, negativeLogLikelihood } from '../../../src/numerics/sigmoid-belief-network.ts';

const { entropy, independentEntropy, orders, reorderBits, shares } = bitOrders;
const seeds = fc.integer({ min: 0, max: 0xffffffff });
/** Rows a b c s of a half adder, each a quarter. */
const halfAdder = shares(
  Array.from({ length: 16 }, (_, r) => {
    const [a, b, c, s] = [(r >> 3) & 1, (r >> 2) & 1, (r >> 1) & 1, r & 1];
    return c === (a & b) && s === (a ^ b) ? 1 : 0;
  }),
);
const toBe = 'to be, or not to be, that is the question';

describe('orders and entropies', () => {
  it('there are n! orders, every one once, and reordering twice the right way undoes itself', () => {
    expect(orders(4)).toHaveLength(24);
    expect(new Set(orders(4).map(String)).size).toBe(24);
    const x = allBits(4);
    for (const order of orders(4)) {
      const inverse = order.map((_, k) => order.indexOf(k));
      expect(reorderBits(reorderBits(x, order), inverse)).toEqual(x);
    }
  });

  it('half adder: entropy 2 ln 2, bits by themselves 3 ln 2 + H(1/4) (derived in the article)', () => {
    expect(entropy(halfAdder)).toBeCloseTo(1.386294, 6);
    const quarter = -0.25 * Math.log(0.25) - 0.75 * Math.log(0.75);
    expect(independentEntropy(allBits(4), halfAdder, 4)).toBeCloseTo(3 * Math.LN2 + quarter, 12);
    expect(3 * Math.LN2 + quarter).toBeCloseTo(2.641777, 6);
  });

  it('the default text: 41 characters, 14 different, entropy 3.411443 bits, bits by themselves 5.449025', () => {
    const { codes, counts, dropped } = asciiText(toBe);
    expect([codes.length, counts.filter((count) => count > 0).length, dropped]).toEqual([41, 14, 0]);
    expect(entropy(shares(counts)) / Math.LN2).toBeCloseTo(3.411443, 6);
    for (const order of ['msb', 'lsb'] as const) {
      expect(independentEntropy(codeBits(order), shares(counts), 7) / Math.LN2).toBeCloseTo(5.449025, 6);
    }
  });

  it('entropy ≤ bits by themselves, whatever the table', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 16, maxLength: 16 }), (counts) => {
        const p = shares(counts);
        expect(entropy(p)).toBeLessThanOrEqual(independentEntropy(allBits(4), p, 4) + 1e-12);
      }),
    );
  });
});

describe('a typed text in ASCII', () => {
  it('full-width letters and accents become plain, other scripts are left out and counted', () => {
    expect(
      asciiText('Ｔｏ ｂé，')
        .codes.map((code) => String.fromCharCode(code))
        .join(''),
    ).toBe('To be,');
    expect(asciiText('生存 or 毁灭')).toMatchObject({ dropped: 4 });
    expect(asciiText('').codes).toEqual([32]);
  });
  it('leaves of both trees are all characters, once', () => {
    for (const order of ['msb', 'lsb'] as const) {
      const codes = Array.from({ length: 128 }, (_, leaf) => codeOfLeaf(leaf, order));
      expect(new Set(codes).size).toBe(128);
      const bits = codeBits(order);
      codes.forEach((code, leaf) => {
        const spelled = Array.from(bits.subarray(code * 7, code * 7 + 7)).reduce((all, bit) => 2 * all + bit, 0);
        expect(spelled).toBe(leaf);
      });
    }
  });
});

describe('logistic regression', () => {
  const random = (seed: number) => {
    const draw = seededRandom(seed);
    const features = normals(draw, 60);
    return {
      features,
      columns: 3,
      labels: Array.from({ length: 20 }, () => (draw() < 0.5 ? 0 : 1)),
      rowWeights: shares(Array.from({ length: 20 }, draw)),
    };
  };
  it('stops where the gradient is 0, and any other place is worse', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(1e-4, 1e-2, 1), (seed, lambda) => {
        const data = random(seed);
        const theta = fitLogistic(data, lambda);
        const { gradient } = logisticDerivatives(data, theta, lambda);
        expect(Math.max(...gradient.to1DArray().map(Math.abs))).toBeLessThan(1e-8);
        const best = logisticLoss(data, theta, lambda);
        const moved = theta.map((t, i) => t + 0.1 * ((i + seed) % 3) - 0.05);
        expect(logisticLoss(data, moved, lambda)).toBeGreaterThan(best);
      }),
      { numRuns: 30 },
    );
  });
  it('is convex: the loss halfway is at most the mean of both ends', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const data = random(seed);
        const [one, two] = [normals(seededRandom(seed + 1), 3), normals(seededRandom(seed + 2), 3)];
        const middle = one.map((x, i) => (x + (two[i] ?? 0)) / 2);
        const ends = (logisticLoss(data, one, 0) + logisticLoss(data, two, 0)) / 2;
        expect(logisticLoss(data, middle, 0)).toBeLessThanOrEqual(ends + 1e-12);
      }),
      { numRuns: 30 },
    );
  });
  it.each([
    ['msb', 4.286],
    ['lsb', 4.025],
  ] as const)(
    'without a penalty the default text comes down towards %s: %d bits, which no weights reach',
    (order, infimum) => {
      const p = shares(asciiText(toBe).counts);
      const costs = [1e-2, 1e-4, 1e-6, 1e-8].map((lambda) => {
        const network = fitNetwork(codeBits(order), p, 7, lambda);
        return {
          bits: negativeLogLikelihood(network, codeBits(order), p) / Math.LN2,
          largest: Math.max(...network.weights.map(Math.abs)),
        };
      });
      costs.slice(1).forEach(({ bits, largest }, k) => {
        expect(bits).toBeLessThan(costs[k]?.bits ?? 0);
        expect(largest).toBeGreaterThan(1.3 * (costs[k]?.largest ?? Infinity));
      });
      expect(costs.at(-1)?.bits).toBeCloseTo(infimum, 3);
    },
  );
  it('half adder: 2 ln 2 for the 18 orders where the carry is not last, 3 ln 2 for the other six; parity of three bits: 3 ln 2 always', () => {
    const cost = (p: Float64Array, order: readonly number[]): number => {
      const x = reorderBits(allBits(order.length), order);
      return negativeLogLikelihood(fitNetwork(x, p, order.length, 1e-7), x, p);
    };
    for (const order of orders(4)) {
      expect(cost(halfAdder, order)).toBeCloseTo((order.at(-1) === 2 ? 3 : 2) * Math.LN2, 3);
    }
    const parity = shares([1, 0, 0, 1, 0, 1, 1, 0]);
    for (const order of orders(3)) expect(cost(parity, order)).toBeCloseTo(3 * Math.LN2, 6);
  });
});

describe('the shortest code of an interval', () => {
  it('stays inside, is at most ⌈−log₂ width⌉ + 1 digits long, and no shorter one does', () => {
    const ends = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(ends, ([a, b]) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(high - low > 1e-9);
        const code = shortestCode(low, high);
        const value = code === '' ? 0 : parseInt(code, 2) / 2 ** code.length;
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value + 2 ** -code.length).toBeLessThanOrEqual(high);
        expect(code.length).toBeLessThanOrEqual(Math.ceil(bitsOf(high - low)) + 1);
        expect(code.length).toBeGreaterThanOrEqual(Math.floor(bitsOf(high - low)));
      }),
    );
    expect([shortestCode(0, 1), shortestCode(0.5, 0.75), shortestCode(0.3, 0.3)]).toEqual(['', '10', '']);
  });
});
