/** The checks of the article on linear attention are as strict as its sources allow; that they hold is tested for all articles at once. */
import { describe, expect, it } from 'vitest';
import checks from '../../../src/checks/linear-attention.ts';
import type { Checks } from '../../../src/checks/check.ts';

/** Tolerances in float64 and on tensors that a reader may expect: rounding, and the scatter of 40 samples for the capacity. */
const strictness: Readonly<Record<string, readonly [number, number | undefined]>> = {
  'eq-order': [1e-13, 1e-5],
  'eq-weights': [1e-12, 1e-5],
  'eq-efficient': [1e-12, 1e-5],
  'eq-recurrent': [1e-12, 1e-4],
  'eq-chunked': [1e-12, 1e-4],
  'eq-backward': [1e-12, 1e-5],
  'eq-rank': [1e-10, undefined],
  'eq-recall': [1e-12, 1e-4],
  'eq-capacity': [0.02, 0.02],
  'eq-delta': [1e-12, 1e-4],
};

describe('the checks of the article on linear attention', () => {
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
