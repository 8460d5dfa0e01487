/**
 * What a text turns into before anything runs on a device: features, masks, projections. All that is discrete (buckets, the largest
 * entries) or ill-conditioned (singular vectors) is decided here, in float64, so that every device draws the same picture.
 */
import { attentionScores, softmaxRows } from '../../numerics/attention.ts';
import { characterFeatures, halfWidth } from '../../numerics/character-features.ts';
import { segmentMeans, truncatedSvd, type RankFactors } from '../../numerics/low-rank-attention.ts';
import { normals, seededRandom } from '../../numerics/random.ts';
import { orthogonalProjections } from '../../numerics/random-features.ts';
import { hashMask } from '../../numerics/sparse-attention-hashing.ts';
import { localMask, stridedMask, topMask, type Mask } from '../../numerics/sparse-attention.ts';
import { dv, most, type Params } from './params.ts';

/** Dimension of queries and keys, which are one matrix. */
export const d = 2 * halfWidth;
/** Rows and columns of the maps that are drawn, at most. */
export const shown = 32;
/** Hash rounds. */
export const rounds = 2;

export interface Setting {
  readonly characters: readonly string[];
  readonly n: number;
  /** The budget, at most n. */
  readonly k: number;
  readonly beta: number;
  /** Queries and keys [n, 32], rows of length 1; values [n, 16]. */
  readonly x: Float64Array;
  readonly v: Float64Array;
  /** Exact weights [n, n]. */
  readonly exact: Float64Array;
  readonly masks: Readonly<Record<'local' | 'strided' | 'lsh' | 'top', Mask>>;
  readonly buckets: number;
  /** E = F of the Linformer, [k, n]. */
  readonly projection: Float64Array;
  /** Projections ω of the Performer, [k, 32]. */
  readonly omega: Float64Array;
  readonly svd: RankFactors;
  /** Means over blocks of rows, [shown, n]: what the maps draw. */
  readonly blocks: Float64Array;
}

/** Buckets of a round: an even number, twice as many as there are budgets in n tokens, since a key may be found in either round. */
export const bucketCount = (n: number, k: number): number => (k >= n ? 1 : 2 * Math.max(1, Math.round(n / k)));

/** The distance between the far keys of the strided pattern: half of the budget is spent on them, half on the window. */
export const strideOf = (n: number, k: number): number => Math.max(1, Math.round((2 * n) / k));

export function settingOf({ text, logBeta, mix, k: wished, projection, seed }: Params): Setting {
  const { characters, features } = characterFeatures(text, mix, seed, most);
  const n = characters.length;
  const k = Math.min(wished, n);
  const beta = 2 ** logBeta;
  // One stream each: a change of one thing leaves the others as they were.
  const stream = (index: number) => seededRandom((seed + Math.imul(index, 0x9e3779b9)) >>> 0);
  const scores = attentionScores(features, features, d, { scale: beta });
  const exact = softmaxRows(scores, n);
  const buckets = bucketCount(n, k);
  const gaussian = (): Float64Array => normals(stream(4), k * n).map((entry) => entry / Math.sqrt(k));
  return {
    characters,
    n,
    k,
    beta,
    x: features,
    v: normals(stream(1), n * dv),
    exact,
    masks: {
      local: localMask(n, k),
      strided: stridedMask(n, k / 2, strideOf(n, k)),
      lsh: hashMask(stream(2), features, d, buckets, rounds),
      top: topMask(scores, n, k),
    },
    buckets,
    projection: projection === 'random' ? gaussian() : segmentMeans(n, k),
    omega: orthogonalProjections(stream(3), k, d),
    svd: truncatedSvd(exact, n, k),
    blocks: segmentMeans(n, Math.min(shown, n)),
  };
}
