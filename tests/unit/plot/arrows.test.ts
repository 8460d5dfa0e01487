/** Arrows of a field: directions stay, lengths are bounded and keep their order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrowsPath, shortened } from '../../../src/lab/plot/arrows.ts';

const length = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
const angle = fc.double({ min: -3, max: 3, noNaN: true });

describe('arrows', () => {
  it('shortened vectors keep direction and order and stay within the bound', () => {
    fc.assert(
      fc.property(length, length, angle, (a, b, turn) => {
        const drawn = [a, b].map((size) => shortened([size * Math.cos(turn), size * Math.sin(turn)], 10));
        const sizes = drawn.map(([u, v]) => Math.hypot(u, v));
        for (const [u, v] of drawn) expect(Math.abs(u * Math.sin(turn) - v * Math.cos(turn))).toBeLessThan(1e-8);
        // But for what rounding does.
        for (const size of sizes) expect(size).toBeLessThanOrEqual(10 + 1e-9);
        if (a < b) expect(sizes[0]).toBeLessThanOrEqual((sizes[1] ?? NaN) + 1e-9);
      }),
    );
  });

  it('draw a shaft and a head; tiny ones are dots, broken ones are left out', () => {
    expect(arrowsPath([{ from: [0, 0], along: [10, 0] }])).toMatch(/^M0 0L10 0M.*L10 0L/);
    expect(arrowsPath([{ from: [1, 2], along: [0.1, 0] }])).toBe('M1 2h0');
    expect(arrowsPath([{ from: [0, 0], along: [NaN, 0] }])).toBe('');
  });
});
