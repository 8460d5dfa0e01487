import { defineDemo, type ParamsOf } from '../../lab/demo.ts';
import { choice, number, vector } from '../../lab/params.ts';

/** Trained context: the reader draws the scores at distances 0 ≤ r < L. */
export const contextLength = 256;
/** How far the curves are continued, in contexts; also the factor s of the extensions. */
export const stretch = 4;
/** Head dimension and base of the frequencies that the curve is made of. */
export const headDimension = 64;
export const base = 1e4;
/** Drawn values lie in [−highest, highest]. */
export const highest = 1.5;

/** A curve sampled at r = 0..L−1 and rounded as the parameter is. */
const sample = (f: (r: number) => number): number[] =>
  Array.from({ length: contextLength }, (_, r) => Number(f(r).toFixed(4)));

/** Wished score curves to start from. */
export const presets = {
  wave: sample((r) => Math.exp(-r / contextLength) * Math.sin((6 * Math.PI * r) / contextLength)),
  decay: sample((r) => Math.exp(-r / 40)),
  step: sample((r) => (r < contextLength / 2 ? 1 : 0)),
  bump: sample((r) => Math.exp(-(((r - contextLength / 2) / 24) ** 2))),
} as const;

const demo = defineDemo({
  title: { en: 'Draw the scores, then run past the context', zh: '画出分数曲线，再越过训练长度' },
  summary: {
    en: 'Can rotations make any wished curve of score against distance, and what does that curve do beyond the trained context?',
    zh: '旋转能拟合任意的“分数—距离”曲线吗？越过训练长度之后，曲线又会怎样？',
  },
  params: {
    curve: vector({
      label: { en: 'wished scores', zh: '期望的分数' },
      role: 'data',
      length: contextLength,
      min: -highest,
      max: highest,
      digits: 4,
      default: presets.wave,
    }),
    mode: choice({
      label: { en: 'beyond the context', zh: '训练长度之外' },
      hint: {
        en: 'The factor that YaRN puts on all scores, (0.1 ln s + 1)² = 1.30 for s = 4, is left out.',
        zh: 'YaRN 另将所有分数乘以 (0.1 ln s + 1)²（s = 4 时为 1.30），此处未计入。',
      },
      options: {
        extrapolate: { en: 'extrapolate', zh: '直接外推' },
        pi: { en: 'position interpolation', zh: '位置内插 PI' },
        ntk: { en: 'NTK-aware base', zh: 'NTK 感知换底' },
        yarn: { en: 'YaRN', zh: 'YaRN' },
      },
      default: 'extrapolate',
    }),
    logRidge: number({
      label: { en: 'ridge, log₁₀', zh: '岭系数，log₁₀' },
      hint: {
        en: 'Penalty on the size of the coefficients, in units of L.',
        zh: '对系数大小的惩罚，以 L 为单位。',
      },
      min: -8,
      max: -2,
      step: 0.5,
      default: -6,
      format: (value) => value.toFixed(1).replace('-', '−'),
    }),
  },
  // A shared state may hold any curve. The worst one found (signs of a singular vector, ridge 10⁻⁸) has coefficients that sum
  // to 2·10⁴ in size and loses 7·10⁻⁴; curves drawn by hand stay below 10⁻⁵.
  tolerance: 1e-3,
  actions: [
    { id: 'wave', label: { en: 'Wave', zh: '波形' }, apply: () => ({ curve: presets.wave }) },
    { id: 'decay', label: { en: 'Decay', zh: '衰减' }, apply: () => ({ curve: presets.decay }) },
    { id: 'step', label: { en: 'Step', zh: '阶跃' }, apply: () => ({ curve: presets.step }) },
    { id: 'bump', label: { en: 'Bump', zh: '单峰' }, apply: () => ({ curve: presets.bump }) },
  ],
});

export default demo;
export type Params = ParamsOf<typeof demo>;
/** Ways of continuing the curve; see `rope-extension.ts`. */
export type Mode = Params['mode'];
export const modes = ['extrapolate', 'pi', 'ntk', 'yarn'] as const satisfies readonly Mode[];
