import type { Lang } from '../../i18n/lang.ts';

/** The words of the picture. */
export const words = {
  en: {
    name: 'Densities of the data with and without the condition, where guided particles end, and the tilted density; below, means and spreads against the weight',
    broad: 'p(x)',
    narrow: 'p(x | c)',
    tilted: 'tilted p(x | c)ʷ p(x)¹⁻ʷ',
    found: '2,048 guided particles',
    exact: 'guided, exact',
    x: 'x',
    density: 'density per unit of x',
    cut: 'cut off',
    mean: 'mean',
    sd: 'standard deviation',
    w: 'weight w',
  },
  zh: {
    name: '有条件与无条件的数据密度、引导粒子的终点、倾斜密度；下方是均值与标准差随权重的变化',
    broad: 'p(x)',
    narrow: 'p(x | c)',
    tilted: '倾斜密度 p(x | c)ʷ p(x)¹⁻ʷ',
    found: '2048 个引导粒子',
    exact: '引导的精确解',
    x: 'x',
    density: '密度（每单位 x）',
    cut: '截断',
    mean: '均值',
    sd: '标准差',
    w: '权重 w',
  },
} as const satisfies Record<Lang, unknown>;
