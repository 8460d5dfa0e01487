import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalDensity, normalQuantile } from '../../../src/numerics/normal.ts';

describe('the standard normal law', () => {
  it.each([
    // ½ erfc(−z/√2), Abramowitz and Stegun, Tables 26.1 and 26.2, with more digits.
    [0, 0.5],
    [1, 0.841344746068543],
    [1.96, 0.97500210485178],
    [-3, 0.001349898031630095],
    [-6, 9.865876450376981e-10],
    [-10, 7.619853024160527e-24],
    [-20, 2.753624118606234e-89],
  ])('Φ(%f) = %f', (z, expected) => {
    expect(Math.abs(normalCdf(z) / expected - 1)).toBeLessThan(2e-13);
  });
  it('the series and the continued fraction meet at 2.5, and Φ(z) + Φ(−z) = 1', () => {
    expect(Math.abs(normalCdf(2.5 - 1e-12) - normalCdf(2.5 + 1e-12) + 2e-12 * normalDensity(2.5))).toBeLessThan(1e-15);
    fc.assert(
      fc.property(fc.double({ min: -9, max: 9, noNaN: true }), (z) => {
        expect(Math.abs(normalCdf(z) + normalCdf(-z) - 1)).toBeLessThan(1e-15);
      }),
    );
  });
  it('the quantile undoes Φ, in the lower tail to 10⁻¹⁰⁰', () => {
    fc.assert(
      fc.property(fc.double({ min: -21, max: 5, noNaN: true }), (z) => {
        // Above the median Φ itself has lost digits of z.
        expect(Math.abs(normalQuantile(normalCdf(z)) - z)).toBeLessThan(z < 0 ? 1e-12 : 1e-9);
      }),
    );
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
    expect(Math.abs(normalQuantile(0.5))).toBeLessThan(1e-15);
    expect(normalQuantile(0.975).toFixed(12)).toBe('1.959963984540');
  });
});
