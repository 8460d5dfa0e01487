/** The checks of the article on efficient attention are as strict as its sources allow; that they hold is tested for all articles at once. */
import { describe, expect, it } from 'vitest';
import type { Checks } from '../../../src/checks/check.ts';
import checks from '../../../src/checks/efficient-attention.ts';

/** Tolerances in float64 and on tensors that a reader may expect: rounding, the scatter of 300,000 planes, and an inverse in single precision. */
const strictness: Readonly<Record<string, readonly [number, number | undefined]>> = {
  'eq-masked': [1e-12, 1e-5],
  'eq-hash': [0.005, 0.005],
  'eq-linformer': [1e-10, 1e-4],
  'eq-nystrom': [1e-6, 5e-3],
  'eq-perplexity': [1e-11, 1e-4],
  'eq-mass': [1e-12, undefined],
  'eq-svd': [1e-10, undefined],
  'eq-reach': [0, 0],
  'eq-layers': [0, undefined],
};

describe('the checks of the article on efficient attention', () => {
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

/**
 * Long Range Arena, as the article quotes it: averages of Table 1 and speeds at 4,096 tokens of Table 2 of Tay et al. 2021
 * (arXiv 2011.04006). The average of Table 1 is over the five tasks other than Path-X.
 */
describe('the figures quoted from Long Range Arena', () => {
  const scores: Readonly<Record<string, readonly [readonly number[], number]>> = {
    Transformer: [[36.37, 64.27, 57.46, 42.44, 71.4], 54.39],
    'local attention': [[15.82, 52.98, 53.39, 41.46, 66.63], 46.06],
    Linformer: [[35.7, 53.94, 52.27, 38.56, 76.34], 51.36],
    Reformer: [[37.27, 56.1, 53.4, 38.07, 68.5], 50.67],
    BigBird: [[36.05, 64.02, 59.29, 40.83, 74.87], 55.01],
    Performer: [[18.01, 65.4, 53.82, 42.77, 77.05], 51.41],
  };
  it.each(Object.entries(scores))('the average of %s is that of its five tasks', (_, [tasks, average]) => {
    expect(Math.abs(tasks.reduce((sum, score) => sum + score, 0) / tasks.length - average)).toBeLessThan(0.006);
  });
  it('speeds at 4,096 tokens are the ratios of steps per second to those of the Transformer', () => {
    const steps = { Transformer: 1.4, Reformer: 1.1, BigBird: 1.5, Linformer: 7.7, Performer: 8 };
    const speed = (name: keyof typeof steps): string => (steps[name] / steps.Transformer).toFixed(1);
    expect([speed('Performer'), speed('Linformer'), speed('BigBird'), speed('Reformer')]).toEqual([
      '5.7',
      '5.5',
      '1.1',
      '0.8',
    ]);
  });
});
