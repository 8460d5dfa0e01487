/** The way of u in words and as a table. */
import type { Lang } from '../../i18n/lang.ts';
import type { DataTable, Readout } from '../../lab/demo.ts';
import { formatFixed, formatMeasure } from '../../lab/plot/format.ts';
import { bitsOf } from '../../numerics/arithmetic-code.ts';
import { at } from '../../numerics/array.ts';
import { asciiBits, bitPlaces } from '../../numerics/ascii-text.ts';
import type { Frame } from './compute.ts';
import type { Params } from './params.ts';
import { probability, signOf, spanAt } from './tree.ts';

const share = (p: number): string => formatMeasure(p, 5);

export function describe(frame: Frame, { u }: Pick<Params, 'u'>, lang: Lang): string {
  const p = probability(frame);
  const { low, high } = spanAt(frame, asciiBits);
  const [sign, bits, cost] = [signOf(frame.code), frame.bits.join(''), formatFixed(bitsOf(p), 2)];
  const span = `[${formatFixed(low, 5)}, ${formatFixed(high, 5)})`;
  return lang === 'en'
    ? `u = ${formatFixed(u, 5)} takes the bits ${bits} in the order of prediction: the character “${sign}”, ${frame.count} of the ${frame.length} in the text. Its interval is ${span}, its probability ${share(p)}, its cost ${cost} bits. The shortest binary fraction inside is 0.${frame.codeword}, ${frame.codeword.length} digits.`
    : `u = ${formatFixed(u, 5)} 依预测次序取出的各位为 ${bits}，即字符“${sign}”，在 ${frame.length} 个字符的文字中出现 ${frame.count} 次。它的区间是 ${span}，概率 ${share(p)}，价值 ${cost} 比特。区间内最短的二进制小数是 0.${frame.codeword}，共 ${frame.codeword.length} 位。`;
}

export function readouts(frame: Frame, _params: object, lang: Lang): readonly Readout[] {
  const en = lang === 'en';
  const p = probability(frame);
  const { low, high } = spanAt(frame, asciiBits);
  return [
    { label: en ? 'character' : '字符', value: signOf(frame.code) },
    { label: en ? 'bits, in order of prediction' : '各位，按预测次序', value: frame.bits.join('') },
    { label: en ? 'interval' : '区间', value: `${formatFixed(low, 5)} … ${formatFixed(high, 5)}` },
    { label: en ? 'probability' : '概率', value: share(p) },
    { label: en ? 'cost −log₂ p (bits)' : '代价 −log₂ p（比特）', value: formatFixed(bitsOf(p), 3) },
    { label: en ? 'share in the text' : '在文字中的比例', value: share(frame.count / frame.length) },
    { label: en ? 'shortest code' : '最短码字', value: frame.codeword === '' ? '–' : frame.codeword },
  ];
}

/** One row per split on the way. */
export function table(frame: Frame, { order }: Pick<Params, 'order'>): DataTable {
  const rows = frame.bits.map((bit, i) => {
    const { low, high } = spanAt(frame, i);
    return [i + 1, 2 ** (asciiBits - 1 - at(bitPlaces[order], i)), low, high, at(frame.ones, i), bit];
  });
  return { columns: ['step', 'bit_value', 'low', 'high', 'probability_of_1', 'bit'], rows };
}
