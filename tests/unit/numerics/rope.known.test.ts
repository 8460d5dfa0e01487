/** Known answers: numbers that papers state, or that follow from the definitions by hand. */
import { describe, expect, it } from 'vitest';
import {
  frequencies,
  meanCosine,
  partialSumEnvelope,
  relativeScore,
  score,
  turns,
} from '../../../src/numerics/rope.ts';
import {
  ntkBase,
  ntkFrequencies,
  yarnAttentionScale,
  yarnRamp,
  yarnRampEnds,
} from '../../../src/numerics/rope-extension.ts';
import { sinusoidal } from '../../../src/numerics/sinusoidal.ts';

describe('known answers of rotary position embedding', () => {
  it('d = 2, θ = 1, q = (1, 0), k = (.6, .8), m − n = 3: .6 cos 3 + .8 sin 3 = −0.481099 (by hand from the definition)', () => {
    const theta = frequencies(2, 1e4);
    expect(theta).toEqual(Float64Array.of(1));
    expect(0.6 * Math.cos(3) + 0.8 * Math.sin(3)).toBeCloseTo(-0.481099, 6);
    expect(relativeScore([1, 0], [0.6, 0.8], 3, theta)).toBeCloseTo(-0.481099, 6);
    expect(score([1, 0], [0.6, 0.8], 45, 42, theta)).toBeCloseTo(-0.481099, 6);
  });

  it('d = 128, b = 10^4, L = 4096: 46 of 64 pairs turn fully, 18 never, 21 more than 32 times (from r_i = Lθ_i/2π, Peng et al. 2023, section 3.2)', () => {
    const r = turns(frequencies(128, 1e4), 4096);
    expect(r.filter((count) => count >= 1)).toHaveLength(46);
    expect(r.filter((count) => count < 1)).toHaveLength(18);
    expect(r.filter((count) => count > 32)).toHaveLength(21);
  });

  it("YaRN's ramp in the index lies between 20.94 and 45.03, rounded outward 20 and 46 (find_correction_range of github.com/jquesnelle/yarn)", () => {
    const [low, high] = yarnRampEnds(128, 1e4, 4096, false);
    expect(low).toBeCloseTo(20.94, 2);
    expect(high).toBeCloseTo(45.03, 2);
    expect(yarnRampEnds(128, 1e4, 4096)).toEqual([20, 46]);
  });

  it('each ramp is 1 above 32 turns and 0 below one turn, at its own ends (Peng et al. 2023, section 3.2)', () => {
    const theta = frequencies(128, 1e4);
    const paper = yarnRamp(theta, 4096, 'paper');
    expect([...paper].filter((g) => g === 1)).toHaveLength(21);
    expect([...paper].filter((g) => g === 0)).toHaveLength(18);
    const code = yarnRamp(theta, 4096, 'code');
    expect([...code].filter((g) => g === 1)).toHaveLength(21); // i = 0..20
    expect([...code].filter((g) => g === 0)).toHaveLength(18); // i = 46..63
    expect(code[33]).toBeCloseTo(0.5, 9); // halfway between 20 and 46
  });

  it('NTK-aware, s = 8, d = 128: b′ = 10^4 · 8^(128/126) = 82684.62 (from the formula of bloc97, Peng et al. 2023, section 3.1)', () => {
    expect(ntkBase(1e4, 8, 128)).toBeCloseTo(82684.62, 2);
    const [original, stretched] = [frequencies(128, 1e4), ntkFrequencies(128, 1e4, 8)];
    expect(stretched[0]).toBe(original[0]);
    expect((stretched[63] ?? NaN) * 8).toBeCloseTo(original[63] ?? NaN, 15);
  });

  it('YaRN, s = 8: 0.1 ln 8 + 1 = 1.207944 (Peng et al. 2023, section 3.4)', () => {
    expect(yarnAttentionScale(8)).toBeCloseTo(1.207944, 6);
    expect(yarnAttentionScale(1)).toBe(1);
  });

  it('g(1), g(16), g(256) = 0.970214, 0.620338, 0.320701 for d = 128, b = 10^4 (from the definition of g)', () => {
    const theta = frequencies(128, 1e4);
    expect(meanCosine(1, theta)).toBeCloseTo(0.970214, 6);
    expect(meanCosine(16, theta)).toBeCloseTo(0.620338, 6);
    expect(meanCosine(256, theta)).toBeCloseTo(0.320701, 6);
  });

  it('at distance 0 every S_j is j, so the envelope is 1 + 2 + … + d/2 = 2080 for d = 128 (by hand)', () => {
    expect(partialSumEnvelope(0, frequencies(128, 1e4))).toBe(2080);
  });

  it('the sinusoidal code of position 0 is (0, 1, 0, 1, …), of position 1 begins (sin 1, cos 1) (Vaswani et al. 2017, section 3.5)', () => {
    expect([...sinusoidal(0, 6, 1e4)]).toEqual([0, 1, 0, 1, 0, 1]);
    expect([...sinusoidal(1, 6, 1e4).slice(0, 2)]).toEqual([Math.sin(1), Math.cos(1)]);
  });
});
