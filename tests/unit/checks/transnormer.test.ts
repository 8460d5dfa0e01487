/** The checks of the article on the defects of linear Transformers are as strict as its sources allow; that they hold is tested for all articles at once. */
import { describe, expect, it } from 'vitest';
import type { Checks } from '../../../src/checks/check.ts';
import checks from '../../../src/checks/transnormer.ts';

/** Tolerances in float64 and on tensors: rounding. */
const strictness: Readonly<Record<string, readonly [number, number | undefined]>> = {
  'eq-jacobian': [1e-11, 1e-4],
  'eq-equal': [1e-12, 1e-4],
  'eq-query': [1e-15, 1e-5],
  'eq-norm-attention': [1e-12, 1e-4],
  'eq-norm-jacobian': [1e-10, 1e-4],
  'eq-norm-bound': [1e-12, 1e-4],
  'eq-locality': [1e-12, undefined],
  'eq-diag': [1e-12, 1e-6],
};

describe('the checks of the article on the defects of linear Transformers', () => {
  it('cover every labelled equation but the definition of the weights', () => {
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
