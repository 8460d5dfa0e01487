/**
 * Multiplications of one head for queries, keys and values as they are: matrix products only. Exponentials, divisions, sorting and
 * sums are left out, and so are the yardsticks: they begin with the full matrix and save nothing.
 */
import { newtonSchulzSteps } from '../../numerics/low-rank-attention.ts';
import { allowedPairs } from '../../numerics/sparse-attention.ts';
import { dv, type Method } from './params.ts';
import { d, rounds, type Setting } from './setting.ts';

export type Costs = Readonly<Partial<Record<Method, number>> & { full: number }>;

export function costsOf({ n, k, masks, buckets }: Setting): Costs {
  const masked = (pairs: number): number => pairs * (d + dv);
  const hashing = (rounds * n * d * buckets) / 2;
  return {
    full: masked(n * n),
    local: masked(allowedPairs(masks.local)),
    strided: masked(allowedPairs(masks.strided)),
    lsh: masked(allowedPairs(masks.lsh)) + hashing,
    // Means of segments are sums; the products are Q(EK)ᵀ and its weights times FV.
    linformer: n * k * (d + dv),
    // Two thin score matrices and a small one, two products per Newton–Schulz step, then three products from the right.
    nystrom: (2 * n * k + k * k) * d + 2 * newtonSchulzSteps * k ** 3 + (2 * n * k + k * k) * dv,
    // Projections of queries and of keys, both sums over keys, both read out.
    performer: 2 * n * k * d + 2 * n * k * dv + n * k,
  };
}
