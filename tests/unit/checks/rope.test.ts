/** The checks of the rope article are as strict as its sources allow; that they hold is tested for all articles at once. */
import { describe, expect, it } from 'vitest';
import checks from '../../../src/checks/rope.ts';
import type { Checks } from '../../../src/checks/check.ts';

/** Tolerances in float64 and on tensors that a reader may expect: rounding of 64 terms, of angles up to 4096. */
const strictness: Readonly<Record<string, readonly [number, number | undefined]>> = {
  'eq-rotation': [1e-11, 1e-3],
  'eq-relative': [1e-11, 1e-3],
  'eq-norm': [1e-13, 1e-5],
  'eq-decay': [0, 0],
  'eq-linear': [1e-11, 1e-4],
  'eq-extension': [1e-14, undefined],
};

describe('the checks of the rope article', () => {
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
