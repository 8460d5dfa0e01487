import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boolean,
  choice,
  defaultValues,
  number,
  points,
  seed,
  text,
  vector,
  withChange,
  type ParamSpecs,
} from '../../../src/lab/params.ts';
import { parseValue, readState, stateUrl, writeState } from '../../../src/lab/url-state.ts';

const label = { en: 'x', zh: 'x' };
const specs = {
  m: number({ label, min: 0, max: 200, step: 1, default: 42 }),
  logBase: number({ label, min: 1, max: 5, step: 0.1, default: 4 }),
  length: number({ label, min: 256, max: 32768, step: 1, scale: 'log', default: 4096 }),
  mode: choice({ label, options: { pi: label, ntk: label }, default: 'pi' }),
  on: boolean({ label, default: false }),
  words: text({ label, maxLength: 20, default: { en: 'the cat', zh: '猫' } }),
  curve: vector({ label, length: 4, min: -1, max: 1, digits: 2, default: [0, 0.5, -0.5, 1] }),
  cloud: points({ label, reach: 2, most: 5, default: [0, 0.5, -1.5, 2] }),
  seed: seed(),
} as const satisfies ParamSpecs;
const base = defaultValues(specs, 'en');

/** Any values that the controls could set. */
const anyValues = fc
  .record({
    m: fc.integer({ min: 0, max: 200 }),
    logBase: fc.integer({ min: 10, max: 50 }).map((tenths) => tenths / 10),
    length: fc.integer({ min: 256, max: 32768 }),
    mode: fc.constantFrom('pi', 'ntk'),
    on: fc.boolean(),
    words: fc.string({ unit: 'grapheme', maxLength: 12 }),
    curve: fc.array(
      fc.integer({ min: -100, max: 100 }).map((n) => n / 100),
      { minLength: 4, maxLength: 4 },
    ),
    cloud: fc
      .array(fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ noNaN: true })), { maxLength: 7 })
      .map((pairs) => pairs.flat()),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
  })
  .map((patch) => withChange(specs, base, patch));

describe('a demo state in a URL', () => {
  it('restores exactly what was written, for all values that controls can set', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const { values: restored, issues } = readState(
          specs,
          'demo',
          writeState(specs, 'demo', values, base),
          base,
          'en',
        );
        expect(restored).toEqual(values);
        expect(issues).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('says nothing where nothing differs from the default', () => {
    expect(writeState(specs, 'demo', base, base)).toBe('');
    expect(stateUrl('https://a.example/rope/?x=1#y', specs, 'demo', base, base)).toBe(
      'https://a.example/rope/#demo-demo',
    );
  });

  it('takes any query at all without throwing, and every value stays within its specification', () => {
    const name = fc.oneof(fc.constantFrom(...Object.keys(specs), '__proto__', 'constructor', 'toString'), fc.string());
    const raw = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '',
        '-0',
        '1e999',
        'NaN',
        'Infinity',
        '0x10',
        '1_2_3_4',
        '<img src=x onerror=alert(1)>',
        '%',
        '%ff',
        '\ud800',
        '../../x',
      ),
      fc.double().map(String),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, raw), { maxLength: 12 }), (entries) => {
        const query = entries.map(([key, value]) => `demo.${key}=${value}`).join('&');
        const { values, issues } = readState(specs, 'demo', query, base, 'en');
        expect(Object.keys(values).sort()).toEqual(Object.keys(specs).sort());
        expect(withChange(specs, base, values)).toEqual(values);
        expect(values.m >= 0 && values.m <= 200 && Number.isInteger(values.m)).toBe(true);
        expect(Array.from(values.words).length).toBeLessThanOrEqual(20);
        expect(values.curve).toHaveLength(4);
        expect(values.cloud.length % 2).toBe(0);
        expect(values.cloud.length).toBeLessThanOrEqual(10);
        for (const coordinate of values.cloud) expect(Math.abs(coordinate)).toBeLessThanOrEqual(2);
        for (const issue of issues) expect(Array.from(issue.given).length).toBeLessThanOrEqual(40);
      }),
      { numRuns: 10_000 },
    );
  });

  it('clamps what is out of range and says so', () => {
    const { values, issues } = readState(specs, 'demo', 'demo.m=999', base, 'en');
    expect(values.m).toBe(200);
    expect(issues).toEqual([{ name: 'm', problem: 'clamped', given: '999', used: '200' }]);
  });

  it('rounds to the step of the slider and says so', () => {
    expect(readState(specs, 'demo', 'demo.logBase=2.345', base, 'en')).toMatchObject({
      values: { logBase: 2.3 },
      issues: [{ problem: 'clamped', used: '2.3' }],
    });
  });

  it('ignores unknown names, wrong types and other demos', () => {
    const { values, issues } = readState(specs, 'demo', 'demo.zzz=1&demo.m=abc&other.m=7&demo.mode=yarn', base, 'en');
    expect(values).toEqual(base);
    expect(issues.map(({ name, problem }) => [name, problem])).toEqual([
      ['zzz', 'unknown'],
      ['m', 'malformed'],
      ['mode', 'malformed'],
    ]);
  });

  it('takes the first of a repeated name', () => {
    expect(readState(specs, 'demo', 'demo.m=5&demo.m=9', base, 'en').values.m).toBe(5);
  });

  it('accepts vectors as plain decimals too', () => {
    expect(parseValue(specs.curve, '0.1,-0.2,0.3,1')).toEqual([0.1, -0.2, 0.3, 1]);
    expect(parseValue(specs.curve, '1_2_3')).toBeUndefined();
  });

  it('writes a point as four letters, and reads plain decimals too', () => {
    const values = withChange(specs, base, { cloud: [-2, 2, 0, 0.001] });
    expect(writeState(specs, 'demo', values, base)).toBe('demo.cloud=AA-gfQfR');
    expect(parseValue(specs.cloud, 'AA-gfQfR')).toEqual([-2, 2, 0, 0.001]);
    expect(readState(specs, 'demo', 'demo.cloud=0.5,-1', base, 'en')).toEqual({
      values: { ...base, cloud: [0.5, -1] },
      issues: [],
    });
    for (const bad of ['AAA', 'AAAA=', 'AA_-', '1,2,3', '1,x', '1 2']) {
      expect(parseValue(specs.cloud, bad), bad).toBeUndefined();
    }
  });

  it('says when points were too many or outside', () => {
    const read = (raw: string) => readState(specs, 'demo', `demo.cloud=${raw}`, base, 'en');
    expect(read('AAAA'.repeat(9))).toMatchObject({ issues: [{ problem: 'clamped', used: '5 points' }] });
    expect(read('AAAA'.repeat(9)).values.cloud).toHaveLength(10);
    expect(read('9,0')).toMatchObject({ values: { cloud: [2, 0] }, issues: [{ problem: 'clamped', used: '1 point' }] });
  });

  it('an empty drawing is a state of its own', () => {
    const values = withChange(specs, base, { cloud: [] });
    expect(readState(specs, 'demo', writeState(specs, 'demo', values, base), base, 'en').values.cloud).toEqual([]);
  });

  it('keeps a Chinese sentence, and drops control and direction characters from it', () => {
    const query = new URLSearchParams({ 'demo.words': '我爱\u202e北京\u0007天安门' });
    const { values, issues } = readState(specs, 'demo', query, base, 'zh');
    expect(values.words).toBe('我爱北京天安门');
    expect(issues).toHaveLength(1);
  });
});
