/** What layers of sparse attention can bring together: information moves along one allowed pair per layer. */
import { at } from './array.ts';
import type { Mask } from './sparse-attention.ts';

/** Boolean product: (i, j) is 1 when some m has a(i, m) and b(m, j). Masks [n, n]. */
export function booleanProduct(a: Mask, b: Mask): Mask {
  const n = Math.sqrt(a.length);
  const out = new Uint8Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let m = 0; m < n; m++) {
      if (!at(a, i * n + m)) continue;
      for (let j = 0; j < n; j++) if (at(b, m * n + j)) out[i * n + j] = 1;
    }
  }
  return out;
}

/** The mask with its diagonal: a residual connection hands every token on to itself. */
export function withResidual(mask: Mask): Mask {
  const n = Math.sqrt(mask.length);
  return mask.map((allowed, index) => (index % n === Math.floor(index / n) ? 1 : allowed));
}

/** Reach after 1, 2, …, `layers` layers: the Boolean powers of the mask, each [n, n]. */
export function reachByLayer(mask: Mask, layers: number): Mask[] {
  const powers = [mask];
  for (let last = mask; powers.length < layers; powers.push(last)) last = booleanProduct(last, mask);
  return powers.slice(0, layers);
}

/** Whether every pair of the wished ones is reached. */
export const covers = (reach: Mask, wished: Mask): boolean => wished.every((want, index) => !want || at(reach, index));

/**
 * Layers until every wished pair is reached, by one breadth-first search per query over the mask; undefined when some never is. The
 * mask must hold its diagonal, so that reach only grows.
 */
export function layersUntil(mask: Mask, wished: Mask): number | undefined {
  const n = Math.sqrt(mask.length);
  let most = 0;
  for (let start = 0; start < n; start++) {
    const steps = stepsFrom(mask, n, start);
    for (let j = 0; j < n; j++) {
      if (!at(wished, start * n + j)) continue;
      if (!Number.isFinite(at(steps, j))) return undefined;
      most = Math.max(most, at(steps, j));
    }
  }
  return most;
}

/** Fewest layers that bring each key to a query, [n]: 1 for itself and the keys it reads; ∞ when none does. */
export function stepsFrom(mask: Mask, n: number, start: number): Float64Array {
  const steps = new Float64Array(n).fill(Infinity);
  let front = [start];
  for (let step = 1; front.length > 0; step++) {
    const next: number[] = [];
    for (const i of front) {
      for (let j = 0; j < n; j++) {
        if (!at(mask, i * n + j) || at(steps, j) < Infinity) continue;
        steps[j] = step;
        if (j !== start) next.push(j);
      }
    }
    front = next;
  }
  return steps;
}

/** ⌈2(n − 1)/w⌉: layers that a window of half-width w/2 needs until the last token has read the first. */
export const localLayers = (n: number, w: number): number => Math.ceil((2 * (n - 1)) / w);
