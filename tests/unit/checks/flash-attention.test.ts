/** The checks of the flash-attention article are as strict as its sources allow; that they hold is tested for all articles at once. */
import { describe, expect, it } from 'vitest';
import checks from '../../../src/checks/flash-attention.ts';
import type { Checks } from '../../../src/checks/check.ts';

/** Tolerances in float64 and on tensors that a reader may expect: rounding of 64 terms and of products of 50 rows; counts are exact. */
const strictness: Readonly<Record<string, readonly [number, number | undefined]>> = {
  'eq-safe': [1e-13, 1e-5],
  'eq-online': [1e-13, 1e-5],
  'eq-merge': [1e-13, 1e-5],
  'eq-tile': [1e-12, 1e-5],
  'eq-traffic': [1e-15, undefined],
  'eq-backward': [1e-11, 1e-4],
  'eq-causal': [1e-15, undefined],
};

describe('the checks of the flash-attention article', () => {
  it('cover every labelled equation once', () => {
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
