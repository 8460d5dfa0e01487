/** The shares in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import type { Params } from './params.ts';

const names = {
  en: { plain: 'Plain', annealed: 'Annealed' },
  zh: { plain: '普通', annealed: '退火' },
} as const satisfies Record<Lang, unknown>;

export function describe(frame: Frame, { method }: Params, lang: Lang): string {
  const { shares, exact, progress, sigma } = frame;
  const [start, now] = [at(shares, 0), at(shares, shares.length - 1)].map((share) => formatFixed(share, 3));
  const name = names[lang][method];
  if (progress.done === 0) {
    return lang === 'en'
      ? `${name} Langevin has not begun. A share of ${start ?? ''} of the particles starts nearer to the round mode; the exact share is ${formatFixed(exact, 3)}.`
      : `${name}朗之万尚未开始。起点更靠近圆点峰的粒子占 ${start ?? ''}，精确比例为 ${formatFixed(exact, 3)}。`;
  }
  return lang === 'en'
    ? `${name} Langevin after ${progress.done} steps, now at noise level σ = ${formatFixed(sigma, 2)}: a share of ${now ?? ''} of the particles is nearer to the round mode. It was ${start ?? ''} at the start; the exact share is ${formatFixed(exact, 3)}.`
    : `${name}朗之万走了 ${progress.done} 步，噪声水平 σ = ${formatFixed(sigma, 2)}：更靠近圆点峰的粒子占 ${now ?? ''}。起点处为 ${start ?? ''}，精确比例为 ${formatFixed(exact, 3)}。`;
}

export function readouts({ shares, exact, sigma, progress }: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const labels =
    lang === 'en'
      ? ['share at the start', 'share now', 'exact share', 'noise level of the run σ', 'steps']
      : ['起点处的比例', '现在的比例', '精确比例', '运行的噪声水平 σ', '步数'];
  const values = [
    formatFixed(at(shares, 0), 3),
    formatFixed(at(shares, shares.length - 1), 3),
    formatFixed(exact, 3),
    formatFixed(sigma, 2),
    `${progress.done} / ${progress.total ?? 0}`,
  ];
  return values.map((value, i) => ({ label: labels[i] ?? '', value }));
}

export const table = ({ steps, shares }: Frame): DataTable => ({
  columns: ['step', 'share'],
  rows: steps.map((step, i) => [step, shares[i] ?? '']),
});
