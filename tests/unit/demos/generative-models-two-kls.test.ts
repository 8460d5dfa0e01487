/** What the article says of the two divergences: where descents end, and when side valleys appear and win. */
import { beforeAll, describe, expect, it } from 'vitest';
import { compute, reference, type Frame } from '../../../src/demos/generative-models-two-kls/compute.ts';
import { describe as describeFrame, reached } from '../../../src/demos/generative-models-two-kls/describe.ts';
import demo, { descent, map, nodes, type Params } from '../../../src/demos/generative-models-two-kls/params.ts';
import { defaultValues, withChange } from '../../../src/lab/params.ts';
import { countingLeaks, cpuTf, type Tf } from '../support/tf.ts';

const defaults = defaultValues(demo.params, 'en');
const at = (patch: Partial<Params>): { frame: Frame; params: Params } => {
  const params = withChange(demo.params, defaults, patch);
  return { frame: reference(params), params };
};
const descended = { steps: descent.steps };

describe('generative-models-two-kls', () => {
  let tf: Tf;
  beforeAll(async () => {
    tf = await cpuTf();
  });

  it('m = 2: both descents leave the mode for the middle, and the reverse minimum is alone', () => {
    const { frame, params } = at(descended);
    expect(frame.minima).toHaveLength(1);
    const [forward, reverse] = [reached(frame, params, 'forward'), reached(frame, params, 'reverse')];
    expect(forward.mean).toBeCloseTo(0, 2);
    expect(forward.deviation).toBeCloseTo(2.236, 3);
    expect(frame.now.forward).toBeCloseTo(0.172, 3);
    expect(reverse.mean).toBeCloseTo(0, 2);
    expect(reverse.deviation).toBeCloseTo(2.047, 3);
    expect(frame.now.reverse).toBeCloseTo(0.227, 3);
  });
  it('m = 2.45: the reverse descent from the mode stays at 0.660 nats, though the middle has 0.451', () => {
    const { frame, params } = at({ m: 2.45, place: [2.45, 0], ...descended });
    expect(frame.minima).toHaveLength(3);
    expect(reached(frame, params, 'reverse').mean).toBeGreaterThan(2.2);
    expect(frame.now.reverse).toBeCloseTo(0.66, 3);
    expect(frame.minima[1]?.kl).toBeCloseTo(0.451, 3);
  });
  it('m = 3: from the mode 0.689 nats, from (1, 1) the middle with 0.841; the forward descent never stops at a mode', () => {
    const mode = at({ m: 3, place: [3, 0], ...descended });
    const middle = at({ m: 3, place: [1, 0], ...descended });
    expect(mode.frame.now.reverse).toBeCloseTo(0.689, 3);
    expect(reached(mode.frame, mode.params, 'reverse').mean).toBeGreaterThan(2.9);
    expect(middle.frame.now.reverse).toBeCloseTo(0.841, 3);
    expect(Math.abs(reached(middle.frame, middle.params, 'reverse').mean)).toBeLessThan(0.1);
    for (const { frame, params } of [mode, middle])
      expect(reached(frame, params, 'forward').deviation).toBeGreaterThan(3);
  });
  it('a mode of weight 0.3 holds the descent at 1.197 nats, near −ln 0.3', () => {
    const { frame } = at({ m: 3, w: 0.3, place: [3, 0], ...descended });
    expect(frame.now.reverse).toBeCloseTo(1.197, 3);
    expect(-Math.log(0.3)).toBeCloseTo(1.204, 3);
  });
  it('side valleys exist on the slider from 2.45 on, and are the deepest from 2.85 on', () => {
    const side = (m: number): number | undefined => at({ m }).frame.minima[2]?.kl;
    const centre = (m: number): number => at({ m }).frame.minima[1]?.kl ?? NaN;
    expect(side(2.4)).toBeUndefined();
    expect(side(2.45)).toBeGreaterThan(centre(2.45));
    expect(side(2.8)).toBeGreaterThan(centre(2.8));
    expect(side(2.85)).toBeLessThan(centre(2.85));
  });
  it('only m/s matters', () => {
    const [one, two] = [at({ m: 1.5, s: 0.5 }).frame, at({ m: 3, s: 1 }).frame];
    one.minima.forEach((found, i) => {
      expect(found.kl).toBeCloseTo(two.minima[i]?.kl ?? NaN, 6);
    });
  });
  it('the map is lowest at the minima: no node below them, one close above', () => {
    for (const m of [1, 2, 3.5]) {
      const { frame } = at({ m });
      const best = { forward: frame.fit.kl, reverse: Math.min(...frame.minima.map(({ kl }) => kl)) };
      for (const direction of ['forward', 'reverse'] as const) {
        const lowest = Math.min(...frame.maps[direction]);
        expect(lowest).toBeGreaterThan(best[direction] - 1e-9);
        expect(lowest).toBeLessThan(best[direction] + 0.02);
      }
    }
  });
  it('a handle beyond the map is put on its edge; the value there is the map’s corner', () => {
    const { frame } = at({ place: [-6, 6] });
    expect(frame.handle).toEqual([-6, map.logDeviation[1]]);
    expect(frame.start.forward).toBeCloseTo(frame.maps.forward[0] ?? NaN, 9);
    expect(frame.maps.forward).toHaveLength(nodes * nodes);
  });
  it('“Start on the right mode” stands at a component and resets the steps', () => {
    const start = demo.actions?.find(({ id }) => id === 'mode');
    expect(start?.apply({ ...defaults, m: 1.5, s: 0.6, steps: 80 })).toEqual({ place: [1.5, -0.511], steps: 0 });
  });
  it('tensors agree with float64 where modes are sharp, and free what they took', async () => {
    for (const patch of [{ m: 4, s: 0.3, w: 0.1 }, { m: 0 }, { place: [0, 0], steps: 7 }]) {
      const { frame, params } = at(patch);
      const { result, leaked } = await countingLeaks(tf, () => compute(params, tf));
      expect(leaked).toBe(0);
      for (const [a, b] of [
        [result.now.reverse, frame.now.reverse],
        [result.slopes.reverse[1], frame.slopes.reverse[1]],
      ]) {
        expect(Math.abs((a ?? NaN) - (b ?? NaN))).toBeLessThan(2e-5 * Math.max(1, Math.abs(b ?? NaN)));
      }
    }
  });
  it('says in words where the descents are and how many valleys there are', () => {
    const { frame, params } = at({ m: 3, ...descended });
    expect(describeFrame(frame, params, 'en')).toContain('The reverse one has 3 minima');
    expect(describeFrame(frame, params, 'zh')).toContain('反向散度有 3 个极小点');
  });
});
