/** The checks of the article on generative models are as strict as stated; that they hold is tested for all articles at once. */
import { describe, expect, it } from 'vitest';
import checks from '../../../src/checks/generative-models.ts';
import type { Checks } from '../../../src/checks/check.ts';

/** Tolerances in float64 and on tensors. */
const strictness: Readonly<Record<string, readonly [number, number]>> = {
  'eq-kl': [1e-10, 1e-4],
  'eq-moments': [1e-8, 1e-4],
  'eq-far': [1e-10, 1e-4],
  'eq-junk': [1e-12, 1e-5],
  'eq-em': [1e-10, 1e-4],
};

describe('the checks of the article on generative models', () => {
  it('cover every labelled equation that claims something', () => {
    expect(Object.keys(checks)).toEqual(Object.keys(strictness));
  });
  it.each(Object.entries(checks as Checks))('%s is no looser than stated', (id, check) => {
    const [float64, device] = strictness[id] ?? [0, 0];
    expect(check.tolerance).toBeLessThanOrEqual(float64);
    expect(check.onDevice?.tolerance).toBeLessThanOrEqual(device);
  });
});

describe('a figure that the article quotes', () => {
  it('a table over 28 by 28 binary pixels has 2^784 − 1 ≈ 1.0175·10^236 free numbers (exact integer arithmetic)', () => {
    const digits = String(2n ** 784n - 1n);
    expect(digits).toHaveLength(237);
    expect(Number(`${digits.slice(0, 1)}.${digits.slice(1, 9)}`)).toBeCloseTo(1.0175, 4);
  });
});
