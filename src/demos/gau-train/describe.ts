/** The run in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatCount, formatFixed } from '../../lab/plot/format.ts';
import { models, type Frame, type Model } from './compute.ts';
import type { Params } from './params.ts';
import { words } from './words.ts';

/** Steps that a printed loss is the mean of: batches differ, and so do their losses. */
export const averaged = 10;

/** Mean loss of the last steps, nats per character; undefined before the first. */
export function recentLoss({ losses }: Frame, model: Model): number | undefined {
  const last = losses[model].slice(-averaged);
  return last.length === 0 ? undefined : last.reduce((sum, loss) => sum + loss, 0) / last.length;
}
const lossText = (frame: Frame, model: Model): string => {
  const loss = recentLoss(frame, model);
  return loss === undefined ? '–' : formatFixed(loss, 3);
};
export function describe(frame: Frame, _params: Params, lang: Lang): string {
  const { length, vocabulary, entropy, parameters, progress } = frame;
  const [units, block] = models.map((model) => lossText(frame, model));
  const about =
    lang === 'en'
      ? `A text of ${length} characters, ${vocabulary} of them distinct; the entropy of single characters is ${formatFixed(entropy, 2)} nats. Layers: ${formatCount(parameters.units)} weights in two gated units, ${formatCount(parameters.block)} in one block.`
      : `文字共 ${length} 个字符，其中不同的有 ${vocabulary} 个；单个字符的熵为 ${formatFixed(entropy, 2)} 奈特。各层的权重：两个门控单元 ${formatCount(parameters.units)} 个，一个块 ${formatCount(parameters.block)} 个。`;
  if (progress.done === 0) return `${about}${lang === 'en' ? ' No step has been taken yet.' : '尚未开始训练。'}`;
  return lang === 'en'
    ? `${about} After step ${progress.done}, the mean training loss of the last ${averaged} batches is ${units ?? ''} nats per character for the units and ${block ?? ''} for the block.`
    : `${about}第 ${progress.done} 步之后，最近 ${averaged} 个批次的平均训练损失：门控单元 ${units ?? ''}，Transformer 块 ${block ?? ''}（奈特/字符）。`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const t = words[lang];
  const loss = lang === 'en' ? `loss, last ${averaged}` : `损失，近 ${averaged} 步`;
  const weights = lang === 'en' ? 'weights' : '权重数';
  const joint = lang === 'en' ? ': ' : '：';
  return [
    ...models.map((model) => ({ label: `${loss}${joint}${t.models[model]}`, value: lossText(frame, model) })),
    { label: t.entropy, value: formatFixed(frame.entropy, 3) },
    ...models.map((model) => ({
      label: `${weights}${joint}${t.models[model]}`,
      value: formatCount(frame.parameters[model]),
    })),
  ];
}

/** Losses by step. */
export function table({ losses }: Frame): DataTable {
  return {
    columns: ['step', 'loss_units', 'loss_block'],
    rows: losses.units.map((loss, i) => [i + 1, loss, losses.block[i] ?? '']),
  };
}
