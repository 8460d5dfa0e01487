/** A run in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatCount, formatFixed } from '../../lab/plot/format.ts';
import type { Frame, Trace } from './compute.ts';
import { figuresOf } from './figures.ts';
import type { Params } from './params.ts';
import { variantNames, words } from './words.ts';

function traceWords(trace: Trace, lang: Lang): string {
  const { loss, deviation } = figuresOf(trace);
  const name = variantNames[lang][trace.variant];
  const scatter = Number.isNaN(deviation) ? '' : `, ${formatFixed(deviation)}`;
  return `${name} ${formatFixed(loss, 3)}${scatter}`;
}

export function describe(frame: Frame, { steps }: Params, lang: Lang): string {
  const { length, vocabulary, weights, entropy, traces, progress } = frame;
  if (traces.length === 0) return words[lang].none;
  const text =
    lang === 'en'
      ? `A text of ${length} characters, ${vocabulary} distinct; each model has ${formatCount(weights)} weights. A model that knows only frequencies has loss ${formatFixed(entropy, 3)} nats.`
      : `文字共 ${length} 个字符，其中不同的有 ${vocabulary} 个；每个模型有 ${formatCount(weights)} 个权重。只知道频率的模型损失为 ${formatFixed(entropy, 3)} 奈特。`;
  if (progress.done === 0) {
    return lang === 'en' ? `${text} Nothing has been trained yet.` : `${text}尚未训练。`;
  }
  const list = traces.map((trace) => traceWords(trace, lang)).join(lang === 'en' ? '; ' : '；');
  return lang === 'en'
    ? `${text} After ${progress.done} of ${steps} steps, mean training loss of the last 20 steps and, after step 50, relative standard deviation of the gradient norm: ${list}.`
    : `${text}训练到第 ${progress.done} 步（共 ${steps} 步），末 20 步的平均训练损失，以及第 50 步之后梯度范数的相对标准差：${list}。`;
}

export function readouts(frame: Frame, _params: Params, lang: Lang): readonly Readout[] {
  const labels =
    lang === 'en' ? ['characters', 'distinct', 'weights per model'] : ['字符数', '不同字符', '每个模型的权重数'];
  const values = [frame.length, frame.vocabulary, frame.weights];
  return values.map((value, index) => ({ label: labels[index] ?? '', value: formatCount(value) }));
}

/** One row per model and step. */
export function table({ traces }: Frame): DataTable {
  const rows = traces.flatMap(({ variant, loss, norm }) =>
    loss.map((value, step) => [variant, step + 1, value, norm[step] ?? NaN]),
  );
  return { columns: ['model', 'step', 'loss_nats', 'gradient_norm'], rows };
}
