import fc from 'fast-check';
import { render } from 'svelte/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { compute, reference, type Frame } from '../../../src/demos/rope-draw/compute.ts';
import * as words from '../../../src/demos/rope-draw/describe.ts';
import View from '../../../src/demos/rope-draw/View.svelte';
import { columnAt, drawStroke, humpWidth, pullColumn } from '../../../src/demos/rope-draw/drawing.ts';
import demo, { contextLength, highest, modes, presets, type Params } from '../../../src/demos/rope-draw/params.ts';
import { langs, type Lang } from '../../../src/i18n/lang.ts';
import { coerce, defaultValues } from '../../../src/lab/params.ts';
import { at } from '../../../src/numerics/array.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
const value = fc.integer({ min: -1500, max: 1500 }).map((n) => n / 1000);
/** Smooth and rough drawings, and the presets. */
const curve = fc.oneof(
  fc.constantFrom(...Object.values(presets)),
  fc.array(value, { minLength: contextLength, maxLength: contextLength }),
  fc
    .tuple(value, fc.double({ min: 0, max: 40, noNaN: true }))
    .map(([a, turns]) =>
      Array.from({ length: contextLength }, (_, r) =>
        Number((a * Math.cos((turns * Math.PI * r) / contextLength)).toFixed(3)),
      ),
    ),
);
const params: fc.Arbitrary<Params> = fc.record({
  curve,
  mode: fc.constantFrom(...modes),
  logRidge: fc.integer({ min: -16, max: -4 }).map((n) => n / 2),
});

/** Largest |tensor − reference| / max(1, |reference|) over all numbers of two frames. */
function distance(a: Frame, b: Frame): number {
  const off = (x: number, y: number): number => Math.abs(x - y) / Math.max(1, Math.abs(y));
  let worst = off(a.misfit, b.misfit);
  for (const mode of modes) {
    worst = Math.max(worst, off(a.inside[mode], b.inside[mode]), off(a.beyond[mode], b.beyond[mode]));
    for (let r = 0; r < b.curves[mode].length; r++)
      worst = Math.max(worst, off(at(a.curves[mode], r), at(b.curves[mode], r)));
  }
  return worst;
}

describe('rope-draw', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  it('tensors give the reference within the tolerance, and leave no tensor', async () => {
    await fc.assert(
      fc.asyncProperty(params, async (given) => {
        const { result, leaked } = await countingLeaks(tf, () => compute(given, tf));
        expect(leaked).toBe(0);
        expect(distance(result, reference(given))).toBeLessThan(demo.tolerance);
      }),
      { numRuns: 25 },
    );
  });
  it('leaves no tensor when the device fails', async () => {
    const broken = {
      ...tf,
      matMul: () => {
        throw new Error('lost');
      },
    } as unknown as Tf;
    const before = tf.memory().numTensors;
    await expect(compute(defaults, broken)).rejects.toThrow('lost');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('maxima of exp(−r/L) sin(6πr/L): 0.92 inside; beyond 3.3, PI 0.78, NTK 2.9, YaRN 2.0 (derived here; YaRN without its factor)', () => {
    const exact = Array.from(
      { length: contextLength },
      (_, r) => Math.exp(-r / contextLength) * Math.sin((6 * Math.PI * r) / contextLength),
    );
    const { inside, beyond } = reference({ ...defaults, curve: exact });
    expect(inside.extrapolate).toBeCloseTo(0.919, 3);
    expect(inside.pi).toBeCloseTo(0.92, 3);
    expect(beyond.extrapolate).toBeCloseTo(3.324, 3);
    expect(beyond.pi).toBeCloseTo(0.78, 3);
    expect(beyond.ntk).toBeCloseTo(2.853, 3);
    expect(beyond.yarn).toBeCloseTo(1.952, 3);
  });
  it('the default drawing, which is rounded to four digits, shows 3.32, 0.78, 2.85, 1.95', () => {
    const { beyond } = reference(defaults);
    expect(modes.map((mode) => beyond[mode].toFixed(2))).toEqual(['3.32', '0.78', '2.85', '1.95']);
  });
  it('a smaller ridge makes extrapolation worse and leaves PI alone (derived here)', () => {
    const reach = (logRidge: number): number[] => {
      const { beyond } = reference({ ...defaults, curve: presets.step, logRidge });
      return [beyond.extrapolate, beyond.pi];
    };
    const [loose = 0, tame = 0] = reach(-8);
    expect(loose).toBeGreaterThan(100);
    expect(tame).toBeLessThan(1.5);
    expect(reach(-2)[0]).toBeLessThan(2);
  });
  it('position interpolation beyond L is the inside curve, stretched: f_PI(4r) = f(r)', () => {
    const { curves } = reference(defaults);
    for (let r = 0; r < contextLength; r++)
      expect(Math.abs(at(curves.pi, 4 * r) - at(curves.extrapolate, r))).toBeLessThan(1e-9);
  });
  it('presets and default are values that the parameter keeps as they are', () => {
    for (const preset of Object.values(presets)) expect(coerce(demo.params.curve, [...preset])).toEqual(preset);
  });

  it('describes and tabulates every state in both languages', () => {
    fc.assert(
      fc.property(params, (given) => {
        const frame = reference(given);
        for (const lang of langs) {
          const said = [
            words.describe(frame, given, lang),
            ...words.readouts(frame, given, lang).flatMap((r) => [r.label, r.value]),
          ];
          for (const text of said) expect(text).toMatch(/^(?!.*(NaN|undefined|Infinity|\[object))\S.*$/);
        }
        const { columns, rows } = words.table(frame, given);
        expect(rows).toHaveLength(1024);
        expect(rows.every((row) => row.length === columns.length)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('a fast stroke leaves no holes; a stroke that begins makes a dab', () => {
    const flat = presets.wave.map(() => 0);
    const line = drawStroke(flat, { column: 10, value: 0 }, { column: 20, value: 1 });
    line.slice(10, 21).forEach((v, i) => {
      expect(v).toBeCloseTo(i / 10, 12);
    });
    expect(line[9]).toBe(0);
    drawStroke(flat, { column: 20, value: 1 }, { column: 10, value: 0 }).forEach((v, i) => {
      expect(v).toBeCloseTo(at(line, i), 12);
    });
    expect(drawStroke(flat, undefined, { column: 0, value: 1 }).slice(0, 3)).toEqual([1, 1, 0]);
    expect(drawStroke(flat, { column: 5, value: 1 }, { column: 5, value: 0.5 })[5]).toBe(0.5);
  });
  it('keys pull a hump that stays in range', () => {
    const pulled = pullColumn(presets.wave, 100, 9, highest);
    expect(pulled[100]).toBe(highest);
    expect(pulled[100 + humpWidth]).toBe(presets.wave[100 + humpWidth]);
    expect(columnAt(-3, 256)).toBe(0);
    expect(columnAt(300, 256)).toBe(255);
  });

  const draw = (given: Params, lang: Lang, compact: boolean, interactive = false): string =>
    render(View, {
      props: { frame: reference(given), params: given, lang, propose: () => undefined, compact, uid: 'u', interactive },
    }).body;

  it('names the curves that run off the plot, with their maxima', () => {
    const given = { ...defaults, curve: presets.step, logRidge: -8 };
    const top = reference(given).beyond.extrapolate.toFixed(0);
    expect(draw(given, 'en', false)).toContain(`extrapolated ${top}`);
    expect(draw(given, 'zh', true)).toContain(`直接外推 ${top}`);
    expect(draw({ ...defaults, logRidge: -2 }, 'en', false)).not.toContain('Runs off');
  });
  it('the still picture is small and has nothing to focus; the live one has a handle', () => {
    for (const lang of langs) {
      for (const compact of [true, false]) {
        const still = draw(defaults, lang, compact);
        expect(still.length).toBeLessThan(25_000);
        expect(still).not.toMatch(/tabindex|role="slider"|NaN|undefined|style=/);
        expect(draw(defaults, lang, compact, true)).toMatch(/role="slider"[^>]*tabindex="0"/);
      }
    }
  });
});
