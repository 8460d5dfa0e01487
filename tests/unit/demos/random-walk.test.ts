/** What the article promises of its three demos, as numbers. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import { reference as power } from '../../../src/demos/random-walk-power/compute.ts';
import powerDemo, { laws } from '../../../src/demos/random-walk-power/params.ts';
import PowerView from '../../../src/demos/random-walk-power/View.svelte';
import { levelsUpTo, reference as scale } from '../../../src/demos/random-walk-scale/compute.ts';
import { barsOf, distanceFrom, expectedSpread, shareOutside } from '../../../src/demos/random-walk-scale/figures.ts';
import scaleDemo, { walkers } from '../../../src/demos/random-walk-scale/params.ts';
import { reference as yours } from '../../../src/demos/random-walk-yours/compute.ts';
import { fairShares, predictedSpread, shareOf } from '../../../src/demos/random-walk-yours/figures.ts';
import yoursDemo from '../../../src/demos/random-walk-yours/params.ts';
import * as tosses from '../../../src/demos/random-walk-yours/tosses.ts';
import YoursView from '../../../src/demos/random-walk-yours/View.svelte';
import { langs } from '../../../src/i18n/lang.ts';
import { defaultValues, withChange } from '../../../src/lab/params.ts';
import { at } from '../../../src/numerics/array.ts';
import { heatKernelCdf } from '../../../src/numerics/heat-kernel.ts';
import { localLimit } from '../../../src/numerics/random-walk.ts';

describe('random-walk-power', () => {
  const initial = defaultValues(powerDemo.params, 'en');
  const frameOf = (weights: readonly number[], n: number) => power({ weights, n });
  const probability = ({ low, probabilities }: ReturnType<typeof power>, k: number): number =>
    at(probabilities, k - low);

  it('the coin makes a comb at any n: gaps between teeth of twice the normal density', () => {
    for (const n of [20, 200]) {
      const frame = frameOf(laws.coin, n);
      expect(frame.evenMinusOdd).toBeCloseTo(1, 12);
      expect(probability(frame, 1)).toBe(0);
      expect(probability(frame, 2) / localLimit(n, 2)).toBeCloseTo(1, 1);
    }
    expect(power(initial).span).toBe(2);
  });
  it('resting in 2% of the steps fades the comb as 0.96ⁿ: 0.44 at 20, 0.017 at 100', () => {
    expect(frameOf(laws.reluctant, 20).evenMinusOdd).toBeCloseTo(0.96 ** 20, 12);
    expect(frameOf(laws.reluctant, 20).evenMinusOdd).toBeCloseTo(0.44, 2);
    expect(frameOf(laws.reluctant, 100).evenMinusOdd).toBeCloseTo(0.017, 3);
  });
  it('its gap is above its own limit at n = 20 (0.064, 0.045) and on it at 200 (0.0142)', () => {
    const [early, late] = [frameOf(laws.reluctant, 20), frameOf(laws.reluctant, 200)];
    expect(early.gaps.at(-1)).toBeCloseTo(0.064, 3);
    expect(early.gapConstant / Math.sqrt(20)).toBeCloseTo(0.045, 3);
    expect(late.gaps.at(-1)).toBeCloseTo(0.0142, 4);
    expect(late.gapConstant / Math.sqrt(200)).toBeCloseTo(0.0142, 4);
  });
  it('gaps have slope −½ on logarithmic axes for the coin', () => {
    const { levels, gaps } = frameOf(laws.coin, 200);
    const gapAt = (n: number): number => at(gaps, levels.indexOf(n));
    expect(Math.log(gapAt(192) / gapAt(32)) / Math.log(192 / 32)).toBeCloseTo(-0.5, 2);
  });
  it('a bias of 0.8 is at 12 after 20 steps and at 120 ± 11.3 after 200', () => {
    const [short, long] = [frameOf(laws.biased, 20), frameOf(laws.biased, 200)];
    expect(20 * short.mean).toBeCloseTo(12, 12);
    expect(200 * long.mean).toBeCloseTo(120, 10);
    expect(Math.sqrt(200 * long.variance)).toBeCloseTo(11.3, 1);
  });
  it('weights of 0 everywhere, or one step only, are drawn without a bell', () => {
    for (const weights of [
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 1],
    ]) {
      const frame = frameOf(weights, 200);
      expect(frame.gaps).toEqual([]);
      const { body } = render(PowerView, {
        props: {
          frame,
          params: { weights, n: 200 },
          lang: 'en',
          propose: () => undefined,
          compact: true,
          uid: 'u',
          interactive: true,
        },
      });
      expect(body).not.toMatch(/NaN|undefined|Infinity/);
      expect(body.match(/role="slider"/g)).toHaveLength(5);
    }
  });
});

describe('random-walk-scale', () => {
  const initial = defaultValues(scaleDemo.params, 'en');
  const frameOf = (m: number, exponent: number) => scale({ ...initial, m, exponent });
  const gap = (m: number): number => distanceFrom(frameOf(m, 0.5), (x) => heatKernelCdf(x, 1, 0.5));

  it('a = 0.5 settles: gaps of 0.35, 0.10 and 0.04 at 1, 16 and 400 steps, at a spread of 1', () => {
    expect([1, 16, 400].map((m) => gap(m).toFixed(2))).toEqual(['0.35', '0.10', '0.04']);
    for (const m of [1, 16, 400]) expect(Math.abs(frameOf(m, 0.5).spread - 1)).toBeLessThan(0.03);
  });
  it('a > 0.5 collapses and a < 0.5 flies apart: 0.22, 0.05 and 4.5 at 400 steps, with 40% out of sight', () => {
    expect(frameOf(400, 0.75).spread).toBeCloseTo(0.22, 2);
    expect(frameOf(400, 1).spread).toBeCloseTo(0.05, 2);
    const wide = frameOf(400, 0.25);
    expect(wide.spread).toBeCloseTo(4.5, 1);
    expect(shareOutside(wide)).toBeCloseTo(0.4, 1);
  });
  it('measured spreads follow m^(½ − a) at every level, within 4 standard errors', () => {
    for (const exponent of [0.25, 0.5, 0.8]) {
      const { levels, spreads } = frameOf(256, exponent);
      levels.forEach((level, i) => {
        const relative = at(spreads, i) / expectedSpread(level, exponent) - 1;
        expect(Math.abs(relative)).toBeLessThan(4 / Math.sqrt(2 * walkers));
      });
    }
    expect(levelsUpTo(20)).toEqual([1, 2, 4, 8, 16, 20]);
  });
  it('every walker is in one bar, and a finer division goes on with the same tosses', () => {
    const frame = frameOf(37, 0.5);
    expect(frame.counts.reduce((a, b) => a + b, 0)).toBe(walkers);
    expect(barsOf(frame).reduce((area, bar) => area + bar.width * bar.density, 0)).toBeCloseTo(1, 12);
    const finer = frameOf(64, 0.5);
    expect([...finer.paths.subarray(0, 38)]).toEqual([...frame.paths.subarray(0, 38)]);
  });
});

describe('random-walk-yours', () => {
  const initial = defaultValues(yoursDemo.params, 'en');
  const example = tosses.tossesOf(2, 0.6);

  it('begins with no toss, an invitation and the band for 99 pairs, 0.40–0.60', () => {
    const frame = yours(initial);
    expect(frame.walk).toEqual([0]);
    expect(shareOf(frame)).toBeUndefined();
    const { low, high } = fairShares(99);
    expect([low.toFixed(2), high.toFixed(2)]).toEqual(['0.40', '0.60']);
    const { body } = render(YoursView, {
      props: {
        frame,
        params: initial,
        lang: 'en',
        propose: () => undefined,
        compact: true,
        uid: 'u',
        interactive: false,
      },
    });
    expect(body).toContain('Toss a coin in your head');
    // A still has the keys' places, but no buttons: it may stand inside a link.
    expect(body.match(/class="demo-key"/g)).toHaveLength(2);
    expect(body).not.toContain('<button');
    expect(body.length).toBeLessThan(30_000);
  });
  it('the example of the article: 63 changes among 99 pairs, never farther than 6, and 90% of the fair walks get farther', () => {
    const frame = yours({ ...initial, tosses: example });
    expect(frame.changes).toBe(63);
    expect(frame.farthest).toBe(6);
    expect(frame.farther).toBeCloseTo(0.9, 2);
  });
  it.each(langs)('the article links to these two sequences (%s)', (lang) => {
    const article = readFileSync(`content/articles/random-walk/${lang}.mdx`, 'utf8');
    const linked = Array.from(article.matchAll(/random-walk-yours\.tosses=([HT]+)/g), (match) => match[1]);
    expect(linked).toEqual([example, tosses.tossesOf(7, 0.5)]);
  });
  it('the simulated fair coin of the article has 50 changes and a run of six', () => {
    const coin = tosses.tossesOf(7, 0.5);
    expect(coin).toMatch(/H{6}/);
    expect(yours({ ...initial, tosses: coin }).changes).toBe(50);
  });
  it('the 500 walks spread as predicted: 8.2 at 0.6, 3.2 at 0.9, 30 at 0.1, within 4 standard errors', () => {
    const spreadAt = (habit: number): number => at(yours({ ...initial, habit }).spread, 99);
    expect([0.6, 0.9].map((a) => spreadAt(a).toFixed(1))).toEqual(['8.2', '3.2']);
    expect(Math.round(spreadAt(0.1))).toBe(30);
    for (const a of [0.1, 0.3, 0.5, 0.6, 0.9]) {
      expect(Math.abs(spreadAt(a) / predictedSpread(100, a) - 1)).toBeLessThan(4 / Math.sqrt(1000));
    }
    expect(predictedSpread(100, 0.6)).toBeCloseTo(8.2, 1);
  });
  it('95% of the fair walks lie in their band at every toss, and half in the inner one', () => {
    const { bands, samples } = yours(initial);
    for (let k = 1; k <= 100; k++) {
      const [low, q25, q75, high] = [0, 1, 2, 3].map((i) => at(bands, i * 101 + k));
      expect([low, q25, q75, high]).toEqual([low, q25, q75, high].sort((a, b) => (a ?? 0) - (b ?? 0)));
      expect(Math.abs(at(samples, k) - at(samples, k - 1))).toBe(1);
    }
    // ±1.96·10 on the even numbers
    expect(Math.abs(at(bands, 3 * 101 + 100) - 20)).toBeLessThanOrEqual(2);
  });
  it('reads tosses in both languages and in digits, passes over the rest, and stops at 100', () => {
    expect(tosses.readTosses('Ht 10, 正反+−')).toEqual([1, -1, 1, -1, 1, -1, 1, -1]);
    expect(tosses.readTosses('x'.repeat(9))).toEqual([]);
    expect(tosses.readTosses('H'.repeat(140))).toHaveLength(100);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(1 as const, -1 as const), { maxLength: 100 }), (made) => {
        const text = made.reduce(tosses.withToss, '');
        expect(tosses.readTosses(text)).toEqual(made);
        expect(tosses.readTosses(tosses.withoutLast(text))).toEqual(made.slice(0, -1));
        expect(tosses.walkOf(made).at(-1)).toBe(made.reduce<number>((a, b) => a + b, 0));
      }),
    );
    expect(tosses.withToss('H'.repeat(100), -1)).toBe('H'.repeat(100));
  });
  it('actions take back, clear, and toss a fair coin', () => {
    const after = (id: string) =>
      withChange(
        yoursDemo.params,
        initial,
        yoursDemo.actions?.find((one) => one.id === id)?.apply({ ...initial, tosses: 'HTT' }) ?? {},
      ).tosses;
    expect(after('undo')).toBe('HT');
    expect(after('clear')).toBe('');
    expect(tosses.readTosses(after('fair'))).toHaveLength(100);
  });
  it('all heads leave the band and are drawn all the same', () => {
    const params = { ...initial, tosses: 'H'.repeat(100) };
    const frame = yours(params);
    expect(frame.walk.at(-1)).toBe(100);
    expect(frame.farther).toBe(0);
    const { body } = render(YoursView, {
      props: { frame, params, lang: 'zh', propose: () => undefined, compact: false, uid: 'u', interactive: true },
    });
    expect(body).not.toMatch(/NaN|undefined|Infinity/);
  });
});
