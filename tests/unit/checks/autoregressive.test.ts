/** The checks of the article on autoregressive models are as strict as stated; that they hold is tested for all articles at once. */
import { describe, expect, it } from 'vitest';
import checks from '../../../src/checks/autoregressive.ts';
import type { Checks } from '../../../src/checks/check.ts';

/** Tolerances in float64 and on tensors: rounding; none for inequalities; whole numbers for counts. */
const strictness: Readonly<Record<string, readonly [number, number | undefined]>> = {
  'eq-chain': [1e-12, undefined],
  'eq-normalised': [1e-12, 1e-5],
  'eq-density': [1e-10, 1e-4],
  'eq-gradient': [1e-8, 1e-5],
  'eq-adder': [0, undefined],
  'eq-interval': [1, 2],
  'eq-code': [0, undefined],
};

describe('the checks of the article on autoregressive models', () => {
  it('are these', () => {
    expect(Object.keys(checks)).toEqual(Object.keys(strictness));
  });
  it.each(Object.entries(checks as Checks))('%s is no looser than stated', (id, check) => {
    const [float64, device] = strictness[id] ?? [0, undefined];
    expect(check.tolerance).toBeLessThanOrEqual(float64);
    expect(check.onDevice?.tolerance).toSatisfy((value: number | undefined) =>
      device === undefined ? value === undefined : value !== undefined && value <= device,
    );
  });
});
