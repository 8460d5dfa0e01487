/**
 * Three objectives of a score on the line, in float64: against the true score, after integration by parts (Hyvärinen 2005), and against
 * the noise that was added (Vincent 2011). The model is the polynomial s(x) = a x + b x³, so that all three and their gradients in
 * (a, b) are expectations of a few functions; expectations under a normal are sums over nodes.
 */
import { at } from './array.ts';
import { score, type Mixture } from './gaussian-mixture.ts';
import type { NoiseLevel } from './noise-level.ts';

/** Coefficients of s(x) = a x + b x³. */
export type Cubic = readonly [a: number, b: number];
export const cubic = ([a, b]: Cubic, x: number): number => a * x + b * x ** 3;
const cubicSlope = ([a, b]: Cubic, x: number): number => a + 3 * b * x ** 2;

/** Nodes and weights whose sum stands for an expectation. */
export interface Nodes {
  readonly x: Float64Array;
  readonly weights: Float64Array;
}

/** Nodes z of N(0, 1): the trapezoid rule on [−9, 9], which is exact to rounding for smooth functions that grow like polynomials. */
export function normalNodes(count = 181, reach = 9): Nodes {
  const step = (2 * reach) / (count - 1);
  const x = Float64Array.from({ length: count }, (_, i) => -reach + i * step);
  return { x, weights: x.map((z) => (step * Math.exp(-(z ** 2) / 2)) / Math.sqrt(2 * Math.PI)) };
}

/** What the denoising objective sees: noisy points, what they are weighted by, and the score of the noise, (x₀ − x)/σ². */
export interface NoisyNodes extends Nodes {
  readonly targets: Float64Array;
}

/** Nodes for data at points of the line, equally likely, with noise of standard deviation σ: one set of normal nodes around each. */
export function noisyNodes(points: ArrayLike<number>, sigma: number, nodes = normalNodes()): NoisyNodes {
  const size = nodes.x.length;
  const pick = (make: (point: number, z: number, weight: number) => number): Float64Array =>
    Float64Array.from({ length: points.length * size }, (_, i) =>
      make(at(points, Math.floor(i / size)), at(nodes.x, i % size), at(nodes.weights, i % size)),
    );
  return {
    x: pick((point, z) => point + sigma * z),
    weights: pick((_point, _z, weight) => weight / points.length),
    targets: pick((_point, z) => -z / sigma),
  };
}

const expectation = ({ x, weights }: Nodes, of: (x: number, i: number) => number): number =>
  x.reduce((sum, value, i) => sum + at(weights, i) * of(value, i), 0);

/** ½ E (s(x) − target)² over nodes. */
export const squaredObjective = (model: Cubic, nodes: Nodes, targets: ArrayLike<number>): number =>
  expectation(nodes, (x, i) => (cubic(model, x) - at(targets, i)) ** 2) / 2;

/** Its gradient in (a, b), E (s − target)(x, x³). */
export const squaredGradient = (model: Cubic, nodes: Nodes, targets: ArrayLike<number>): Cubic => [
  expectation(nodes, (x, i) => (cubic(model, x) - at(targets, i)) * x),
  expectation(nodes, (x, i) => (cubic(model, x) - at(targets, i)) * x ** 3),
];

/** E (½ s² + s′): Eq. (4) of Hyvärinen 2005 in one dimension; differs from ½ E (s − ∇log p)² by a constant. */
export const implicitObjective = (model: Cubic, nodes: Nodes): number =>
  expectation(nodes, (x) => cubic(model, x) ** 2 / 2 + cubicSlope(model, x));

/** Its gradient in (a, b). */
export const implicitGradient = (model: Cubic, nodes: Nodes): Cubic => [
  expectation(nodes, (x) => cubic(model, x) * x + 1),
  expectation(nodes, (x) => cubic(model, x) * x ** 3 + 3 * x ** 2),
];

/** ∇ log p at the nodes: what the explicit objective compares with. */
export const scoresAt = (nodes: Nodes, m: Mixture, level: NoiseLevel): Float64Array => score(m, nodes.x, level);

/** The least value of E ‖s + (x − x₀)/σ²‖², d/σ² − E ‖∇log p_σ‖², in one dimension. */
export const denoisingFloor = (nodes: Nodes, scores: ArrayLike<number>, sigma: number): number =>
  1 / sigma ** 2 - expectation(nodes, (_x, i) => at(scores, i) ** 2);
