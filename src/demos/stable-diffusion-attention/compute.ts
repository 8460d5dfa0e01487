/** Cross-attention from 144 cells to at most eight words: softmax(sharpness · Q Kᵀ) V. Eq. (3) of the article, with hand-set Q, K, V. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../lab/demo.ts';
import { attentionWeights, matrixProduct } from '../../numerics/attention.ts';
import { attentionWeights as weightsTensor } from '../../numerics/attention.tensor.ts';
import { splitWords } from '../../numerics/words.ts';
import { mostWords, type Params } from './params.ts';
import { colourAt, side } from './picture.ts';
import { channelsOf, colourNames, keyOf, meaningOf, valueOf, type Meaning } from './vocabulary.ts';

export const cells = side * side;
const d = 6;

export interface Frame {
  readonly words: readonly string[];
  readonly meanings: readonly Meaning[];
  /** Attention of each cell to each word, rows sum to 1, [144, L]. */
  readonly weights: Float64Array;
  /** Each word's colour, [L, 3]. */
  readonly values: Float64Array;
  /** The attended colour of each cell, [144, 3], channels in [0, 1]; empty without words. */
  readonly output: Float64Array;
}

/** (r, g, b, x, y, 1) of each cell, [144, 6]; x runs from −1 at the left to 1, y from −1 at the bottom to 1. */
export function queriesOf(picture: readonly number[]): Float64Array {
  const rows = Array.from({ length: cells }, (_, i) => {
    const [row, column] = [Math.floor(i / side), i % side];
    const along = (index: number): number => (2 * index + 1) / side - 1;
    return [...channelsOf(colourAt(picture, row, column)), along(column), -along(row), 1];
  });
  return Float64Array.from(rows.flat());
}

interface Inputs {
  readonly words: readonly string[];
  readonly meanings: readonly Meaning[];
  readonly q: Float64Array;
  readonly k: Float64Array;
  readonly v: Float64Array;
}

function inputsOf({ words: sentence, picture, edit, colour }: Params): Inputs {
  const words = splitWords(sentence).slice(0, mostWords);
  const meanings = words.map(meaningOf);
  // Only the value changes: the maps, made of queries and keys, stay.
  const values = meanings.map((meaning, i) =>
    i === edit - 1 ? channelsOf(colourNames.indexOf(colour)) : valueOf(meaning),
  );
  return {
    words,
    meanings,
    q: queriesOf(picture),
    k: Float64Array.from(meanings.flatMap((meaning) => [...keyOf(meaning)])),
    v: Float64Array.from(values.flat()),
  };
}

const none = new Float64Array(0);

export async function compute(params: Params, tf: Tf): Promise<Frame> {
  const { words, meanings, q, k, v } = inputsOf(params);
  if (words.length === 0) return { words, meanings, weights: none, values: none, output: none };
  const upload = (values: Float64Array, width: number): Tensor =>
    tf.tensor2d(Float32Array.from(values), [values.length / width, width]);
  const [weights, output] = tf.tidy((): [Tensor, Tensor] => {
    const maps = weightsTensor(tf, upload(q, d), upload(k, d), params.sharpness);
    return [maps, tf.matMul(maps, upload(v, 3))];
  });
  try {
    const [maps, colours] = await Promise.all([weights.data(), output.data()]);
    return { words, meanings, weights: Float64Array.from(maps), values: v, output: Float64Array.from(colours) };
  } finally {
    tf.dispose([weights, output]);
  }
}

export function reference(params: Params): Frame {
  const { words, meanings, q, k, v } = inputsOf(params);
  if (words.length === 0) return { words, meanings, weights: none, values: none, output: none };
  const weights = attentionWeights(q, k, d, { scale: params.sharpness });
  return { words, meanings, weights, values: v, output: matrixProduct(weights, v, words.length) };
}
