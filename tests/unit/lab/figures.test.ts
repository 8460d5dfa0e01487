import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backendNames, defaultOrder } from '../../../src/lab/backends.ts';
import {
  candidates,
  clearGain,
  clearlyFastest,
  isComplete,
  isHeavy,
  median,
  parseRemembered,
  type Figure,
  type Figures,
} from '../../../src/lab/figures.ts';

const here = 'browser | 2 cores';
const anyFigure: fc.Arbitrary<Figure> = fc.oneof(
  fc.double({ min: 0, max: 1e6, noNaN: true }),
  fc.constantFrom('unavailable' as const, 'slow' as const),
);
const anyFigures: fc.Arbitrary<Figures> = fc.dictionary(fc.constantFrom(...backendNames), anyFigure);

describe('the choice of a backend from figures', () => {
  it('needs a clear gain over the usual backend', () => {
    expect(clearlyFastest({ wasm: 30, webgl: 20 })).toBe('webgl');
    expect(clearlyFastest({ wasm: 30, webgl: 20.1 })).toBeUndefined();
    expect(clearlyFastest({ wasm: 30, webgl: 10, webgpu: 5, cpu: 90 })).toBe('webgpu');
  });
  it('knows nothing without a figure of the usual backend', () => {
    expect(clearlyFastest({})).toBeUndefined();
    expect(clearlyFastest({ webgl: 1 })).toBeUndefined();
  });
  it('measures against the next where WebAssembly does not run, and takes anything over what was too slow', () => {
    expect(clearlyFastest({ wasm: 'unavailable', webgl: 30, webgpu: 10 })).toBe('webgpu');
    expect(clearlyFastest({ wasm: 'unavailable', webgl: 30, webgpu: 25 })).toBeUndefined();
    expect(clearlyFastest({ wasm: 'slow', webgl: 9000, webgpu: 'unavailable' })).toBe('webgl');
    expect(clearlyFastest({ wasm: 'slow', webgl: 'slow', webgpu: 'unavailable' })).toBeUndefined();
  });
  it('never takes one without a time, nor one within the gain, whatever was measured', () => {
    fc.assert(
      fc.property(anyFigures, (figures) => {
        const best = clearlyFastest(figures);
        if (best === undefined) return;
        const usual = defaultOrder.find((name) => figures[name] !== 'unavailable');
        expect(best).not.toBe(usual);
        const [ms, before] = [figures[best], usual && figures[usual]];
        expect(typeof ms).toBe('number');
        if (typeof before === 'number') expect(Number(ms) * clearGain).toBeLessThanOrEqual(before * (1 + 1e-12));
        else expect(before).toBe('slow');
        for (const other of Object.values(figures))
          if (typeof other === 'number') expect(ms).toBeLessThanOrEqual(other);
      }),
    );
  });
});

describe('what is measured', () => {
  it('is work that misses a paint, or steps that add up', () => {
    expect([isHeavy(15, false), isHeavy(16, false), isHeavy(7, true), isHeavy(8, true)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
  it('leaves plain CPU out, and is complete without it', () => {
    expect(candidates).not.toContain('cpu');
    expect(isComplete({ wasm: 3, webgl: 'unavailable', webgpu: 'slow' })).toBe(true);
    expect(isComplete({ wasm: 3, webgl: 'unavailable' })).toBe(false);
  });
  it('is the median, which one slow run does not move', () => {
    expect([median([5, 900, 4]), median([2]), median([1, 2])]).toEqual([5, 2, 1]);
  });
});

describe('what is remembered', () => {
  const demos = { 'rope-draw': { wasm: 40, webgl: 12.5, webgpu: 'unavailable' } } as const;
  const stored = { here, device: 'a GPU', demos };
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z0-9-]{1,20}$/), anyFigures), (written) => {
        const kept = Object.fromEntries(Object.entries(written).filter(([, figures]) => Object.keys(figures).length));
        const text = JSON.stringify({ here, device: 'd', demos: written });
        expect(JSON.parse(JSON.stringify(parseRemembered(text, here).demos))).toEqual(JSON.parse(JSON.stringify(kept)));
      }),
    );
  });
  it('is forgotten in another browser', () => {
    expect(parseRemembered(JSON.stringify(stored), here).demos).toEqual(demos);
    expect(parseRemembered(JSON.stringify(stored), 'other').demos).toEqual({});
  });
  it('survives whatever stands there instead', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseRemembered(text, here).demos).toEqual({});
      }),
    );
    for (const text of [null, '', 'null', '[]', '{"here":1}', '{"__proto__":{"here":"x"}}'])
      expect(parseRemembered(text, here)).toEqual({ here, device: '', demos: {} });
  });
  it('drops figures that are none, and names that are no demo’s or no backend’s', () => {
    const text = `{"here":"${here}","device":"d","demos":{"a":{"wasm":-1,"webgl":"fast","webgpu":1e999,"cpu":7,"x":3},
      "__proto__":{"wasm":1},"B c":{"wasm":1},"b":[],"c":null,"d":{"wasm":null}}}`;
    expect(parseRemembered(text, here).demos).toEqual({ a: { cpu: 7 } });
  });
});
