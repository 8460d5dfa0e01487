/** Initial weights of small networks, drawn from a seeded stream: the same seed gives the same network. */
import { normals, type Random } from './random.ts';

/** A tensor before it is on a device: row-major values and their shape. */
export interface Weight {
  readonly values: Float64Array;
  readonly shape: readonly number[];
}
/** A network's weights by name, in the order in which they were drawn. */
export type Weights<Name extends string = string> = Readonly<Record<Name, Weight>>;

const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/**
 * N(0, gain²/fan-in) entries, fan-in being the last dimension but one: with gain 1 a linear map keeps the variance of its inputs
 * (LeCun et al., Efficient BackProp, 1998), with √2 it makes up for what a rectifier cuts off (He et al. 2015, arXiv 1502.01852).
 */
export function normalWeight(random: Random, shape: readonly number[], gain = 1): Weight {
  const fanIn = shape.at(-2) ?? 1;
  return { values: normals(random, size(shape)).map((x) => (x * gain) / Math.sqrt(fanIn)), shape };
}

/** The same number everywhere: biases (0), gains (1). */
export const constantWeight = (shape: readonly number[], value = 0): Weight => ({
  values: new Float64Array(size(shape)).fill(value),
  shape,
});

/** The weights of several networks in one list, each name behind that of its network: `relu/head`. */
export const joinWeights = (networks: Readonly<Record<string, Weights>>): Weights =>
  Object.fromEntries(
    Object.entries(networks).flatMap(([network, weights]) =>
      Object.entries(weights).map(([name, weight]) => [`${network}/${name}`, weight]),
    ),
  );

/** How many numbers a network has. */
export const countWeights = (weights: Weights): number =>
  Object.values(weights).reduce((sum, { values }) => sum + values.length, 0);
