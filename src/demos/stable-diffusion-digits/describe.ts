/** The eight samples in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed } from '../../lab/plot/format.ts';
import { at } from '../../numerics/array.ts';
import type { Frame } from './compute.ts';
import { autoencoders, samples, type Params } from './params.ts';

/** Mean over the samples of the classifier's probability of the digit. */
export const meanProbability = ({ probabilities }: Frame): number =>
  probabilities.reduce((sum, p) => sum + p, 0) / probabilities.length;

/** Variance of the eight latents about their mean, per coordinate. */
export function spread({ latents, k }: Frame): number {
  let total = 0;
  for (let c = 0; c < k; c++) {
    const column = Array.from({ length: samples }, (_, i) => at(latents, i * k + c));
    const mean = column.reduce((sum, z) => sum + z, 0) / samples;
    total += column.reduce((sum, z) => sum + (z - mean) ** 2, 0) / (samples - 1);
  }
  return total / k;
}

export const sigmaNow = ({ sigmas }: Frame, { step }: Params): number => at(sigmas, step);
export const printSigma = (sigma: number): string => formatFixed(sigma, sigma >= 1 ? 1 : 2);

export function describe(frame: Frame, params: Params, lang: Lang): string {
  const { digit, w, step } = params;
  const [sigma, probability] = [printSigma(sigmaNow(frame, params)), formatFixed(meanProbability(frame))];
  const last = frame.sigmas.length - 1;
  if (lang === 'en') {
    const start =
      params.start === 'noise' ? 'noise' : `the drawing with noise of σ = ${printSigma(at(frame.sigmas, 0))}`;
    return (
      `Eight samples asked to be a ${digit} with guidance weight ${w}, started from ${start}, after ${step} of ${last} steps, at σ = ${sigma}. ` +
      `A classifier gives the guesses a probability of ${probability} on average of being a ${digit}.`
    );
  }
  const start = params.start === 'noise' ? '噪声' : `加了 σ = ${printSigma(at(frame.sigmas, 0))} 噪声的手绘`;
  return (
    `要求生成数字 ${digit}，引导权重 ${w}，从${start}出发，已走 ${step}/${last} 步，σ = ${sigma}，共八个样本。` +
    `分类器认为这些猜测是 ${digit} 的概率平均为 ${probability}。`
  );
}

export function readouts(frame: Frame, params: Params, lang: Lang): readonly Readout[] {
  const en = lang === 'en';
  return [
    { label: 'σ', value: printSigma(sigmaNow(frame, params)) },
    {
      label: en ? `classifier: mean P(${params.digit})` : `分类器平均 P(${params.digit})`,
      value: formatFixed(meanProbability(frame)),
    },
    { label: en ? 'variance of z among the 8' : '八个 z 之间的方差', value: formatFixed(spread(frame)) },
    { label: en ? 'numbers per image' : '每幅图的数', value: en ? `784 → ${frame.k}` : `784 → ${frame.k}` },
  ];
}

/** One row per sample: the probability of the digit, then the latents. */
export function table(frame: Frame, params: Params): DataTable {
  const { k, latents, probabilities } = frame;
  return {
    columns: ['autoencoder', 'sample', 'sigma', 'p_digit', ...Array.from({ length: k }, (_, c) => `z${c + 1}`)],
    rows: Array.from({ length: samples }, (_, i) => [
      autoencoders[params.autoencoder].en,
      i + 1,
      sigmaNow(frame, params),
      at(probabilities, i),
      ...latents.subarray(i * k, (i + 1) * k),
    ]),
  };
}
