/**
 * Exact attention in tiles, in float64, and the count of what it moves between slow and fast memory.
 * Dao et al. 2022 (arXiv 2205.14135), Algorithms 1 and 4; Dao 2023 (arXiv 2307.08691), Algorithms 1 and 2.
 * Row-major: `q` is [n, d], `k` [n, d], `v` [n, dv]. Only one tile of scores exists at a time.
 */
import { at } from './array.ts';
import type { AttentionOptions } from './attention.ts';
import { attentionScores, attentionWeights, matrixProduct } from './attention.ts';

/** Indices from ≤ i < to. */
export interface Range {
  readonly from: number;
  readonly to: number;
}
/** Which of the two loops is outside: over keys and values (FlashAttention) or over queries (FlashAttention-2). */
export type LoopOrder = 'keys' | 'queries';

export interface Tiling {
  /** B_r, queries in a tile; B_c, keys in a tile. The last ones may be smaller. */
  readonly rows: number;
  readonly columns: number;
  readonly order: LoopOrder;
  readonly causal: boolean;
}
/** One tile in the order of work. */
export interface TileStep {
  readonly rows: Range;
  readonly columns: Range;
  /** Elements read from and written to slow memory for this tile. */
  readonly moved: number;
}

export const lengthOf = ({ from, to }: Range): number => to - from;

/** 0..n cut into pieces of `size`; the last one may be shorter. */
export const cut = (n: number, size: number): Range[] =>
  Array.from({ length: Math.ceil(n / size) }, (_, i) => ({ from: i * size, to: Math.min(n, (i + 1) * size) }));

/** Whether a causal mask leaves anything of a tile: some key no later than some query. */
export const isVisible = (rows: Range, columns: Range, causal: boolean): boolean => !causal || columns.from < rows.to;

/**
 * The tiles in the order of work, with what each one moves. Queries outside: Q_i is read once, K_j and V_j with every tile, O_i and
 * L_i are written once. Keys outside: K_j and V_j are read once; Q_i, O_i, m_i, ℓ_i are read and O_i, m_i, ℓ_i written with every tile (setting
 * them to their initial values is not counted). Tiles that a causal mask hides are left out.
 */
export function schedule(n: number, d: number, { rows, columns, order, causal }: Tiling): TileStep[] {
  const [rowBlocks, columnBlocks] = [cut(n, rows), cut(n, columns)];
  if (order === 'queries') {
    return rowBlocks.flatMap((block) => {
      const seen = columnBlocks.filter((keys) => isVisible(block, keys, causal));
      return seen.map((keys, index) => {
        const read = 2 * lengthOf(keys) * d + (index === 0 ? lengthOf(block) * d : 0);
        const written = index === seen.length - 1 ? lengthOf(block) * (d + 1) : 0;
        return { rows: block, columns: keys, moved: read + written };
      });
    });
  }
  return columnBlocks.flatMap((keys) => {
    const seen = rowBlocks.filter((block) => isVisible(block, keys, causal));
    return seen.map((block, index) => {
      const once = index === 0 ? 2 * lengthOf(keys) * d : 0;
      return { rows: block, columns: keys, moved: once + lengthOf(block) * (3 * d + 4) };
    });
  });
}

/** Elements that attention moves when S and P go through slow memory: 4Nd + 4N². */
export const standardTraffic = (n: number, d: number): number => 4 * n * d + 4 * n * n;
/** The same for `schedule` without a mask, queries outside: 2Nd + 2Nd⌈N/B_r⌉ + N. */
export const queriesOutsideTraffic = (n: number, d: number, rows: number): number =>
  2 * n * d + 2 * n * d * Math.ceil(n / rows) + n;
/** Keys outside: 2Nd + ⌈N/B_c⌉(3Nd + 4N). */
export const keysOutsideTraffic = (n: number, d: number, columns: number): number =>
  2 * n * d + Math.ceil(n / columns) * (3 * n * d + 4 * n);
/** Elements on chip at once: Q_i, O_i, K_j, V_j and the tile of scores (m_i and ℓ_i, 2B_r more, not counted). */
export const workingSet = (rows: number, columns: number, d: number): number =>
  2 * (rows + columns) * d + rows * columns;
/** Part of T × T square tiles that a causal mask leaves: (T + 1)/2T. */
export const causalFraction = (tiles: number): number => (tiles + 1) / (2 * tiles);

export interface FlashResult {
  /** O, [n, dv]. */
  readonly output: Float64Array;
  /** L = m + ln ℓ of every row, [n]: all that the backward pass needs of the softmax. */
  readonly logSum: Float64Array;
  /** Elements moved between slow and fast memory. */
  readonly moved: number;
}

const rowsOf = (matrix: Float64Array, { from, to }: Range, width: number): Float64Array =>
  matrix.subarray(from * width, to * width);

/** Scores of a tile, [B_r, B_c], times scale; −∞ where a causal mask hides a key. */
function tileScores(
  q: Float64Array,
  k: Float64Array,
  d: number,
  { rows, columns }: Pick<TileStep, 'rows' | 'columns'>,
  { scale, causal = false }: AttentionOptions,
): Float64Array {
  const options = scale === undefined ? {} : { scale };
  const scores = attentionScores(rowsOf(q, rows, d), rowsOf(k, columns, d), d, options);
  const width = lengthOf(columns);
  if (!causal) return scores;
  return scores.map((s, index) =>
    columns.from + (index % width) > rows.from + Math.floor(index / width) ? -Infinity : s,
  );
}

/** The running numbers of all rows: m and ℓ [n], o [n, dv]. */
interface Running {
  readonly max: Float64Array;
  readonly sum: Float64Array;
  readonly weighted: Float64Array;
}

/** A row takes in its scores [B_c] of one tile with the values [B_c, dv]. Eq. (4) of the article. */
function absorbRow(state: Running, row: number, scores: Float64Array, values: Float64Array, dv: number): void {
  const before = at(state.max, row);
  const max = scores.reduce((largest, s) => Math.max(largest, s), before);
  if (max === -Infinity) return; // Nothing visible yet: (−∞) − (−∞) would be NaN.
  const old = Math.exp(before - max);
  const own = state.weighted.subarray(row * dv, (row + 1) * dv);
  own.forEach((x, c) => (own[c] = x * old));
  let sum = at(state.sum, row) * old;
  scores.forEach((s, j) => {
    const power = Math.exp(s - max);
    sum += power;
    for (let c = 0; c < dv; c++) own[c] = at(own, c) + power * at(values, j * dv + c);
  });
  state.max[row] = max;
  state.sum[row] = sum;
}

/** softmax(q kᵀ · scale) v, tile by tile. Default scale 1/√d. */
export function flashForward(
  q: Float64Array,
  k: Float64Array,
  v: Float64Array,
  d: number,
  tiling: Tiling,
  scale?: number,
): FlashResult {
  const [n, dv] = [q.length / d, (v.length / k.length) * d];
  const state: Running = {
    max: new Float64Array(n).fill(-Infinity),
    sum: new Float64Array(n),
    weighted: new Float64Array(n * dv),
  };
  const options = { causal: tiling.causal, ...(scale === undefined ? {} : { scale }) };
  let moved = 0;
  for (const step of schedule(n, d, tiling)) {
    const [scores, values, width] = [
      tileScores(q, k, d, step, options),
      rowsOf(v, step.columns, dv),
      lengthOf(step.columns),
    ];
    for (let row = step.rows.from; row < step.rows.to; row++) {
      const start = (row - step.rows.from) * width;
      absorbRow(state, row, scores.subarray(start, start + width), values, dv);
    }
    moved += step.moved;
  }
  return {
    output: state.weighted.map((x, index) => x / at(state.sum, Math.floor(index / dv))),
    logSum: state.max.map((m, row) => m + Math.log(at(state.sum, row))),
    moved,
  };
}

/** Gradients of Σ dO ⊙ O with respect to queries, keys and values: [n, d], [n, d], [n, dv]. */
export interface Gradients {
  readonly query: Float64Array;
  readonly key: Float64Array;
  readonly value: Float64Array;
}

const transpose = (matrix: Float64Array, columns: number): Float64Array => {
  const rows = matrix.length / columns;
  return Float64Array.from({ length: matrix.length }, (_, i) =>
    at(matrix, (i % rows) * columns + Math.floor(i / rows)),
  );
};

/** As a program that kept P does it: the Jacobian of the softmax, row by row. */
export function attentionGradients(
  q: Float64Array,
  k: Float64Array,
  v: Float64Array,
  upstream: Float64Array,
  d: number,
  options: AttentionOptions = {},
): Gradients {
  const { scale = 1 / Math.sqrt(d) } = options;
  const [n, dv] = [q.length / d, (v.length / k.length) * d];
  const p = attentionWeights(q, k, d, options); // [n, n], the matrix that is kept
  const dp = matrixProduct(upstream, transpose(v, dv), dv); // [n, n]
  const ds = Float64Array.from(p, (weight, index) => {
    const row = Math.floor(index / n) * n;
    let mean = 0;
    for (let j = 0; j < n; j++) mean += at(p, row + j) * at(dp, row + j);
    return weight * (at(dp, index) - mean) * scale;
  });
  return {
    query: matrixProduct(ds, k, n),
    key: matrixProduct(transpose(ds, n), q, n),
    value: matrixProduct(transpose(p, n), upstream, n),
  };
}

const addInto = (target: Float64Array, from: number, block: Float64Array): void =>
  block.forEach((x, i) => (target[from + i] = at(target, from + i) + x));

/** The same from L and O alone: P is made again, one tile at a time. Eq. (7) of the article. */
export function flashBackward(
  inputs: { readonly q: Float64Array; readonly k: Float64Array; readonly v: Float64Array },
  upstream: Float64Array,
  { output, logSum }: Pick<FlashResult, 'output' | 'logSum'>,
  d: number,
  tiling: Tiling,
  scale: number = 1 / Math.sqrt(d),
): Gradients {
  const { q, k, v } = inputs;
  const [n, dv] = [q.length / d, (v.length / k.length) * d];
  const gradients = { query: new Float64Array(n * d), key: new Float64Array(n * d), value: new Float64Array(n * dv) };
  const delta = Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < dv; c++) sum += at(upstream, i * dv + c) * at(output, i * dv + c);
    return sum; // D_i = dO_i · O_i
  });
  for (const step of schedule(n, d, tiling)) {
    const { rows, columns } = step;
    const width = lengthOf(columns);
    const rowAt = (index: number): number => rows.from + Math.floor(index / width);
    const scores = tileScores(q, k, d, step, { scale, causal: tiling.causal });
    const p = scores.map((s, index) => Math.exp(s - at(logSum, rowAt(index)))); // [B_r, B_c]
    const above = rowsOf(upstream, rows, dv);
    const dp = matrixProduct(above, transpose(rowsOf(v, columns, dv), dv), dv);
    const ds = p.map((weight, index) => weight * (at(dp, index) - at(delta, rowAt(index))) * scale);
    const height = lengthOf(rows);
    addInto(gradients.value, columns.from * dv, matrixProduct(transpose(p, width), above, height));
    addInto(gradients.query, rows.from * d, matrixProduct(ds, rowsOf(k, columns, d), width));
    addInto(gradients.key, columns.from * d, matrixProduct(transpose(ds, width), rowsOf(q, rows, d), height));
  }
  return gradients;
}
