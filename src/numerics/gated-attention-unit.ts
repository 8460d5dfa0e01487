/**
 * The gated attention unit in float64: a gated linear unit whose values are mixed among tokens by one cheap head.
 * Hua, Dai, Liu and Le, Transformer Quality in Linear Time, ICML 2022 (arXiv 2202.10447), Section 3. Matrices are row-major.
 */
import { at } from './array.ts';
import { attentionScores, matrixProduct } from './attention.ts';
import type { Random } from './random.ts';
import { constantWeight, normalWeight, type Weights } from './weights.ts';

/** SiLU, also called swish: x σ(x). */
export const silu = (x: number): number => x / (1 + Math.exp(-x));

/** Width of the model d, of values and gate e, of the shared representation s. */
export interface UnitShape {
  readonly d: number;
  readonly e: number;
  readonly s: number;
}
/** Names of a unit's weights: projections [d, e], [d, e], [d, s], [e, d]; scales and offsets of queries and keys, [s] each. */
export type UnitWeight =
  'gate' | 'value' | 'shared' | 'output' | 'queryScale' | 'queryOffset' | 'keyScale' | 'keyOffset';

/** Seeded initial weights: scales 1 and offsets 0, so that queries and keys begin equal. */
export function unitWeights(random: Random, { d, e, s }: UnitShape): Weights<UnitWeight> {
  return {
    gate: normalWeight(random, [d, e]),
    value: normalWeight(random, [d, e]),
    shared: normalWeight(random, [d, s]),
    output: normalWeight(random, [e, d]),
    queryScale: constantWeight([s], 1),
    queryOffset: constantWeight([s]),
    keyScale: constantWeight([s], 1),
    keyOffset: constantWeight([s]),
  };
}

/** φ(x W) with φ = SiLU: x [n, inner], weight [inner, width]; returns [n, width]. */
export const activated = (x: ArrayLike<number>, weight: ArrayLike<number>, inner: number): Float64Array =>
  matrixProduct(x, weight, inner).map(silu);

/** γ ⊙ z + β in every row: z [n, s], γ and β [s]. */
export function scaleOffset(z: ArrayLike<number>, scale: ArrayLike<number>, offset: ArrayLike<number>): Float64Array {
  const s = scale.length;
  return Float64Array.from({ length: z.length }, (_, i) => at(scale, i % s) * at(z, i) + at(offset, i % s));
}

/** (U ⊙ M) W_o: gate U and mixed values M [n, e], W_o [e, d]; returns [n, d]. */
export const gatedOutput = (
  gate: ArrayLike<number>,
  mixed: ArrayLike<number>,
  output: ArrayLike<number>,
  e: number,
): Float64Array =>
  matrixProduct(
    Float64Array.from({ length: gate.length }, (_, i) => at(gate, i) * at(mixed, i)),
    output,
    e,
  );

/** GLU: (φ(XW_u) ⊙ φ(XW_v)) W_o, [n, d]. No row looks at another. Eq. (1) of Shazeer 2020 (arXiv 2002.05202), φ on both sides. */
export function gatedLinearUnit(x: ArrayLike<number>, weights: Weights<UnitWeight>, { d, e }: UnitShape): Float64Array {
  const { gate, value, output } = weights;
  return gatedOutput(activated(x, gate.values, d), activated(x, value.values, d), output.values, e);
}

/** GAU with a given map A [n, n]: (U ⊙ AV) W_o, [n, d]. Eq. (3) of Hua et al. */
export function gatedAttention(
  x: ArrayLike<number>,
  map: ArrayLike<number>,
  weights: Weights<UnitWeight>,
  { d, e }: UnitShape,
): Float64Array {
  const mixed = matrixProduct(map, activated(x, weights.value.values, d), x.length / d);
  return gatedOutput(activated(x, weights.gate.values, d), mixed, weights.output.values, e);
}

/** relu²(x) = max(0, x)². */
export const squaredRelu = (x: number): number => Math.max(0, x) ** 2;

/** relu²(QKᵀ/√s)/n, [n, n]; with `causal`, 0 above the diagonal. q, k [n, s]. */
export function squaredReluWeights(
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  s: number,
  { causal = false }: { readonly causal?: boolean } = {},
): Float64Array {
  const n = k.length / s;
  return attentionScores(q, k, s, { causal }).map((score) => squaredRelu(score) / n);
}

/**
 * (Σa)²/(n Σa²): which share of n weights carries the row. 1 when all are equal, 1/n when one has everything; 0 for a row of zeros.
 */
export function participationRatio(weights: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let j = 0; j < weights.length; j++) {
    sum += at(weights, j);
    squares += at(weights, j) ** 2;
  }
  return squares > 0 ? sum ** 2 / (weights.length * squares) : 0;
}

/** For N(0, σ²) logits: E relu²(x), the expected row sum of relu²/n. */
export const meanSquaredRelu = (sigma: number): number => sigma ** 2 / 2;

/**
 * Limits of the participation ratio for many N(0, σ²) logits, (E a)²/E a². relu²: (σ²/2)²/(3σ⁴/2) = 1/6 whatever σ;
 * softmax: e^{σ²}/e^{2σ²} = e^{−σ²}, which is 1/e at σ = 1.
 */
export const participationLimit = {
  squaredRelu: (): number => 1 / 6,
  softmax: (sigma: number): number => Math.exp(-(sigma ** 2)),
} as const;

/** Weights of a unit, without scales and offsets: 3de + ds. */
export const unitParameters = ({ d, e, s }: UnitShape): number => 3 * d * e + d * s;
/** Of a block of multi-head attention (4d²) and a feed-forward network of inner width 4d (8d²). */
export const blockParameters = (d: number): number => 12 * d * d;
