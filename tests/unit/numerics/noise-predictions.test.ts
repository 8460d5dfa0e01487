import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyBlend,
  conversion,
  denoiserBlend,
  denoiserWeight,
  edmCoefficients,
  lossWeights,
  predictionBlend,
  predictions,
} from '../../../src/numerics/noise-predictions.ts';
import { flowMatching, levelAt, variancePreserving } from '../../../src/numerics/noise-schedules.ts';
import { geometricGrid } from '../../../src/numerics/noise-grids.ts';

const anyLevel = fc.record({
  scale: fc.double({ min: 0.05, max: 1, noNaN: true }),
  spread: fc.double({ min: 0.05, max: 3, noNaN: true }),
});
const number = fc.double({ min: -3, max: 3, noNaN: true });

describe('predictions', () => {
  it('each target is what its name says, of x₀ and ε', () => {
    fc.assert(
      fc.property(anyLevel, number, number, (level, clean, noise) => {
        const { scale, spread } = level;
        const x = scale * clean + spread * noise;
        const c = edmCoefficients(spread / scale);
        const expected = {
          data: clean,
          noise,
          score: -noise / spread,
          flow: noise - clean,
          v: scale * noise - spread * clean,
          edm: (clean - (c.skip * x) / scale) / c.out,
        };
        for (const prediction of predictions) {
          const [value = NaN] = applyBlend(predictionBlend(prediction, level), [x], [clean]);
          expect(Math.abs(value - expected[prediction])).toBeLessThan(1e-10 * (1 + Math.abs(value) / spread));
        }
      }),
    );
  });
  it('every conversion is undone by its inverse and passes through any third, to 10⁻¹⁰', () => {
    const any = fc.constantFrom(...predictions);
    fc.assert(
      fc.property(any, any, any, anyLevel, number, number, (from, via, to, level, x, value) => {
        const convert = (a: typeof from, b: typeof from, y: number): number =>
          applyBlend(conversion(a, b, level), [x], [y])[0] ?? NaN;
        const there = convert(from, to, value);
        const size = 1 + Math.abs(there) + Math.abs(convert(from, via, value));
        expect(Math.abs(convert(via, to, convert(from, via, value)) - there) / size).toBeLessThan(1e-10);
        expect(Math.abs(convert(to, from, there) - value)).toBeLessThan(1e-10);
      }),
    );
  });
  it('the flow velocity is (x − D)/t on straight lines, and gives D = x − t u back even at pure noise', () => {
    const level = levelAt(flowMatching(), 0.4);
    const { own, data } = predictionBlend('flow', level);
    expect([own, data].map((y) => y.toFixed(12))).toEqual(['2.500000000000', '-2.500000000000']);
    expect(denoiserBlend('flow', levelAt(flowMatching(), 1))).toEqual({ own: 1, data: -1 });
  });
  it('v inverts to D = scale x − spread v where the variance is preserved (Salimans and Ho 2022)', () => {
    const level = levelAt(variancePreserving(), 0.3);
    const { own, data } = denoiserBlend('v', level);
    expect(own).toBeCloseTo(level.scale, 12);
    expect(data).toBeCloseTo(-level.spread, 12);
  });
});

describe('preconditioning of Karras et al. 2022', () => {
  it('at σ = σ_d = 0.5: 0.5, 0.353553, 1.414214, −0.173287, weight 8 (derived from Table 1)', () => {
    const { skip, out, in: input, noise, weight } = edmCoefficients(0.5, 0.5);
    expect([skip, out, input, noise, weight].map((y) => y.toFixed(6))).toEqual([
      '0.500000',
      '0.353553',
      '1.414214',
      '-0.173287',
      '8.000000',
    ]);
  });
  it('unit input variance, unit target variance, and the smallest c_out, at 50 levels', () => {
    for (const sigma of geometricGrid(80, 0.002, 49)) {
      const { skip, out, in: input } = edmCoefficients(sigma, 0.5);
      const outOf = (s: number): number => ((1 - s) * 0.5) ** 2 + (s * sigma) ** 2;
      expect(Math.abs(input ** 2 * (sigma ** 2 + 0.25) - 1)).toBeLessThan(1e-12);
      expect(Math.abs(outOf(skip) / out ** 2 - 1)).toBeLessThan(1e-12);
      expect(Math.min(outOf(skip + 1e-3), outOf(skip - 1e-3))).toBeGreaterThan(outOf(skip));
    }
  });
});

describe('losses in one form', () => {
  it('DDPM and NCSN weigh alike, 1/σ²; v adds 1 to it; flow is 1/t²; EDM 1/c_out²', () => {
    const level = levelAt(variancePreserving(), 0.4);
    const sigma = variancePreserving().sigma(0.4);
    expect(lossWeights.ddpm(level) * sigma ** 2).toBeCloseTo(1, 12);
    expect(lossWeights.ncsn(sigma) * sigma ** 2).toBeCloseTo(1, 12);
    expect(lossWeights.v(level) - lossWeights.ddpm(level)).toBeCloseTo(1, 12);
    expect(lossWeights.flow(levelAt(flowMatching(), 0.25))).toBeCloseTo(16, 12);
    expect(lossWeights.edm(0.5)).toBeCloseTo(8, 12);
    expect(lossWeights.data()).toBe(1);
    // g² σ⁻⁴ s²: for unscaled noise with g² = dσ²/dt.
    expect(lossWeights.likelihood(2, 3)).toBeCloseTo(3 / 16, 12);
  });
  it('the weight is the ratio of the two squared errors', () => {
    fc.assert(
      fc.property(fc.constantFrom(...predictions), anyLevel, number, number, number, (kind, level, x, a, b) => {
        const blend = predictionBlend(kind, level);
        const [error = NaN] = applyBlend(blend, [x], [a]).map((y, i) => y - (applyBlend(blend, [x], [b])[i] ?? NaN));
        const expected = denoiserWeight(kind, level) * (a - b) ** 2;
        expect(Math.abs(error ** 2 - expected)).toBeLessThan(1e-9 * (1 + expected + (blend.own * x) ** 2));
      }),
    );
  });
});
