/** The sinusoidal position code of the Transformer: added to the input, where RoPE multiplies queries and keys. */
import { at } from './array.ts';
import { frequencies } from './rope.ts';

/**
 * (sin mθ_0, cos mθ_0, sin mθ_1, …) in [d], with RoPE's θ_i.
 * Section 3.5 of Vaswani et al., Attention Is All You Need (arXiv 1706.03762).
 */
export function sinusoidal(position: number, d: number, base: number): Float64Array {
  const theta = frequencies(d, base);
  return Float64Array.from({ length: d }, (_, j) => {
    const angle = position * at(theta, j >> 1);
    return j % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}
