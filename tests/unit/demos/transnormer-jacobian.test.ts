import fc from 'fast-check';
import { render } from 'svelte/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { columnsOf, compute, largestOf, queryNow, reference } from '../../../src/demos/transnormer-jacobian/compute.ts';
import { formatSize, readouts } from '../../../src/demos/transnormer-jacobian/describe.ts';
import demo, { highest, kinds, lowest, n, type Params } from '../../../src/demos/transnormer-jacobian/params.ts';
import View from '../../../src/demos/transnormer-jacobian/View.svelte';
import { largestDifference } from '../../../src/lab/difference.ts';
import { defaultValues } from '../../../src/lab/params.ts';
import { at } from '../../../src/numerics/array.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults: Params = defaultValues(demo.params, 'en');
const params: fc.Arbitrary<Params> = fc.record({
  kind: fc.constantFrom(...kinds),
  scale: fc.constantFrom(0.001, 0.037, 0.1, 1),
  epsilon: fc.integer({ min: -8, max: -2 }),
  logs: fc.array(
    fc.integer({ min: 100 * lowest, max: 100 * highest }).map((x) => x / 100),
    { minLength: n, maxLength: n },
  ),
  seed: fc.nat(0xffffffff),
});
const largest = (patch: Partial<Params>): number => largestOf(reference({ ...defaults, ...patch }));

describe('transnormer-jacobian', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  it('automatic differentiation gives the reference within the tolerance, and leaves no tensor', async () => {
    await fc.assert(
      fc.asyncProperty(params, async (given) => {
        const { result, leaked } = await countingLeaks(tf, () => compute(given, tf));
        expect(leaked).toBe(0);
        expect(largestDifference(result, reference(given))).toBeLessThan(demo.tolerance);
      }),
      { numRuns: 30 },
    );
  });

  it('no column exceeds its bound, whatever is dragged', () => {
    fc.assert(
      fc.property(params, (given) => {
        const frame = reference(given);
        columnsOf(frame).forEach((top, k) => expect(top).toBeLessThanOrEqual(at(frame.bounds, k) * (1 + 1e-9)));
        if (given.kind === 'exp') expect(largestOf(frame)).toBeLessThanOrEqual(0.25);
      }),
    );
  });

  it('all bars tenfold smaller: linear 0.219 to 2.19 with the same weights, softmax below 1/4', () => {
    expect(largest({})).toBeCloseTo(0.219, 3);
    expect(largest({ scale: 0.1 })).toBeCloseTo(2.19, 2);
    const [before, after] = [reference(defaults), reference({ ...defaults, scale: 0.1 })];
    after.outputs.forEach((p, j) => expect(p).toBeCloseTo(at(before.outputs, j), 12));
    expect(largest({ kind: 'exp', scale: 0.1 })).toBeLessThan(0.25);
  });

  it('a query a thousand times shorter: 0.047 with elu + 1, 113 with ReLU', () => {
    const frame = reference({ ...defaults, scale: 0.001 });
    expect(queryNow(frame, 'elu')).toBeCloseTo(0.047, 3);
    expect(queryNow(frame, 'relu')).toBeCloseTo(113, 0);
    expect(queryNow(reference(defaults), 'relu')).toBeCloseTo(0.113, 3);
  });

  it('NormAttention: 1.45, at a hundredth 145 with ε = 10⁻⁶ and 23 with 10⁻²; its bounds are thousands and tens', () => {
    expect(largest({ kind: 'norm' })).toBeCloseTo(1.45, 2);
    expect(largest({ kind: 'norm', scale: 0.01 })).toBeCloseTo(145, 0);
    expect(largest({ kind: 'norm', scale: 0.01, epsilon: -2 })).toBeCloseTo(23.3, 1);
    expect(Math.max(...reference({ ...defaults, kind: 'norm' }).bounds)).toBeGreaterThan(1000);
  });

  it('an ε in the denominator bounds the columns by 1/ε', () => {
    const frame = reference({ ...defaults, kind: 'damped', scale: 0.001, epsilon: -2 });
    expect(Math.max(...frame.bounds)).toBeCloseTo(100, 9);
    expect(largestOf(frame)).toBeLessThan(100);
    expect(largest({ kind: 'identity', scale: 0.001 })).toBeGreaterThan(200);
  });

  it('prints sizes from 10⁻⁵ to 10⁹ shortly, and draws a small picture with six handles when live', () => {
    expect([4e-5, 0.219, 2.19, 21.9, 219, 30860].map(formatSize)).toEqual([
      '4.0·10⁻⁵',
      '0.219',
      '2.190',
      '21.9',
      '219',
      '3.1·10⁴',
    ]);
    const frame = reference(defaults);
    expect(readouts(frame, defaults, 'en')[0]?.value).toBe('0.219');
    for (const compact of [true, false]) {
      const draw = (interactive: boolean): string =>
        render(View, {
          props: { frame, params: defaults, lang: 'en', propose: () => undefined, compact, uid: 'u', interactive },
        }).body;
      expect(draw(false).length).toBeLessThan(20_000);
      expect(draw(true).match(/role="slider"/g)).toHaveLength(6);
    }
  });
});
