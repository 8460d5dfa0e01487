import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coerce, decimals, defaultValues, formatValue, number, text, withChange } from '../../../src/lab/params.ts';

const label = { en: 'x', zh: 'x' };
const slider = number({ label, min: -1, max: 2, step: 0.25, default: 0 });

describe('parameters', () => {
  it('a number is always one that its slider can stand at', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        const snapped = coerce(slider, value) as number;
        expect(snapped).toBeGreaterThanOrEqual(-1);
        expect(snapped).toBeLessThanOrEqual(2);
        expect(Number.isInteger((snapped + 1) / 0.25)).toBe(true);
      }),
    );
  });

  it('coercion settles at once: a coerced value coerces to itself', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        const once = coerce(slider, value);
        expect(coerce(slider, once)).toBe(once);
      }),
    );
  });

  it('what is not of the type is refused, and the old value stays', () => {
    for (const bad of [NaN, '1', null, undefined, {}, [], true]) expect(coerce(slider, bad)).toBeUndefined();
    const specs = { a: slider };
    expect(withChange(specs, defaultValues(specs, 'en'), { a: NaN, b: 1, __proto__: 2 })).toEqual({ a: 0 });
  });

  it('texts are cut by code points, never inside one', () => {
    const spec = text({ label, maxLength: 3, default: label });
    expect(coerce(spec, '🐈🐈🐈🐈')).toBe('🐈🐈🐈');
    expect(coerce(spec, 'a\n\tb')).toBe('a b');
  });

  it('prints as many digits as the step has', () => {
    expect([1, 0.1, 0.25, 1e-3, 1e-7].map(decimals)).toEqual([0, 1, 2, 3, 7]);
    expect(formatValue(slider, 1, 'en')).toBe('1.00');
  });
});
