/** What the reader moves: two positions, the base, and the hands of four clocks (two vectors of dimension 8). */
import type { ParamsOf } from '../../lab/demo.ts';
import { defineDemo } from '../../lab/demo.ts';
import { number, vector } from '../../lab/params.ts';

/** Head dimension; d/2 = 4 clocks. */
export const d = 8;
/** Longest hand: no longer than this in any clock, so that every coordinate stays within it too. */
export const reach = 2;
const lastPosition = 200;

/** d/2 hands of random direction and of length 0.6 to `reach`, as coordinates with two decimals (+ 0 turns −0 into 0). */
function randomHands(): number[] {
  return Array.from({ length: d / 2 }, () => {
    const angle = 2 * Math.PI * Math.random();
    const length = 0.6 + (reach - 0.6) * Math.random();
    return [length * Math.cos(angle), length * Math.sin(angle)].map((x) => Number(x.toFixed(2)) + 0);
  }).flat();
}

const definition = defineDemo({
  title: { en: 'Four clocks', zh: '四只时钟' },
  summary: {
    en: 'If every hand turns with its position, what keeps the score of two words still?',
    zh: '每根指针都随位置转动，两个词的得分为什么不变？',
  },
  params: {
    m: number({
      label: { en: 'query position m', zh: '查询位置 m' },
      role: 'query',
      min: 0,
      max: lastPosition,
      step: 1,
      default: 42,
    }),
    n: number({
      label: { en: 'key position n', zh: '键位置 n' },
      role: 'key',
      min: 0,
      max: lastPosition,
      step: 1,
      default: 9,
    }),
    logBase: number({
      label: { en: 'base b', zh: '底数 b' },
      hint: { en: 'Speeds of the clocks: θᵢ = b^(−2i/8).', zh: '各钟转速：θᵢ = b^(−2i/8)。' },
      min: 1,
      max: 5,
      step: 0.1,
      default: 4,
      format: (value) => String(Number((10 ** value).toPrecision(3))),
    }),
    q: vector({
      label: { en: 'query q', zh: '查询 q' },
      role: 'query',
      length: d,
      min: -reach,
      max: reach,
      digits: 2,
      default: [1.5, 0.4, 0.9, 1.1, -0.6, 1.3, 1.5, -0.7],
    }),
    k: vector({
      label: { en: 'key k', zh: '键 k' },
      role: 'key',
      length: d,
      min: -reach,
      max: reach,
      digits: 2,
      default: [1.1, -0.8, 1.4, 0.2, 0.5, 1.2, 0.9, 0.9],
    }),
  },
  tolerance: 1e-5,
  actions: [
    {
      id: 'shift',
      label: { en: 'Shift both', zh: '同时前移' },
      apply: ({ m, n }) => (m < lastPosition && n < lastPosition ? { m: m + 1, n: n + 1 } : {}),
    },
    {
      id: 'vectors',
      label: { en: 'New vectors', zh: '换一组向量' },
      apply: () => ({ q: randomHands(), k: randomHands() }),
    },
  ],
});
export default definition;
export type Params = ParamsOf<typeof definition>;
