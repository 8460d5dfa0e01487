/** Memories of key–value pairs on tensors; twins of associative-memory.ts. Keys [m, d] with unit rows, values [m, w]. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from './array.ts';
import { softmaxBeta, type MemoryKind } from './associative-memory.ts';
import { featureMap, linearAttention } from './linear-attention.tensor.ts';
import { dot } from './rope.ts';
import type { Tf } from './tf.tensor.ts';

/** Pairs per chunk of the delta rule. */
const chunk = 32;

/**
 * (I + L)⁻¹ with L the products k_iᵀk_j below the diagonal, row-major [c, c]: turns the values of a chunk, less what the state
 * recalls, into the corrections of the delta rule. By forward substitution in float64. Yang et al. 2024 (arXiv 2406.06484).
 */
function chunkInverse(keys: Float64Array, d: number): Float32Array {
  const c = keys.length / d;
  const inverse = new Float64Array(c * c);
  const row = (i: number): Float64Array => keys.subarray(i * d, (i + 1) * d);
  for (let i = 0; i < c; i++) {
    inverse[i * c + i] = 1;
    for (let j = 0; j < i; j++) {
      const overlap = dot(row(i), row(j));
      for (let l = 0; l <= j; l++) inverse[i * c + l] = at(inverse, i * c + l) - overlap * at(inverse, j * c + l);
    }
  }
  return Float32Array.from(inverse);
}

/** The corrections u_i of the delta rule, [m, w]. `keyData` are the same keys in float64. */
export function deltaCorrections(tf: Tf, keys: Tensor, values: Tensor, keyData: Float64Array): Tensor {
  return tf.tidy(() => {
    const [m, d, width] = [keys.shape[0], keys.shape[1] ?? 0, values.shape[1] ?? 0];
    const corrections: Tensor[] = [];
    let S: Tensor = tf.zeros([d, width]);
    for (let from = 0; from < m; from += chunk) {
      const size = Math.min(chunk, m - from);
      const key = tf.slice(keys, [from, 0], [size, d]);
      const inverse = tf.tensor(chunkInverse(keyData.subarray(from * d, (from + size) * d), d), [size, size]);
      const u = tf.matMul(inverse, tf.sub(tf.slice(values, [from, 0], [size, width]), tf.matMul(key, S)));
      S = tf.add(S, tf.matMul(key, u, true, false));
      corrections.push(u);
    }
    return tf.concat(corrections, 0);
  });
}

/**
 * What every stored key recalls when only the first `size` pairs have been stored, for each of `sizes`: [Σ sizes, w].
 * `keyData` are the same keys in float64. Twin of `recallAll`.
 */
export function recallPrefixes(
  tf: Tf,
  kind: MemoryKind,
  keys: Tensor,
  values: Tensor,
  keyData: Float64Array,
  sizes: readonly number[],
): Tensor {
  return tf.tidy(() => {
    const features = kind === 'elu' ? featureMap(tf, keys) : keys;
    // A pair's correction depends on earlier pairs only: one set of corrections serves every prefix.
    const stored = kind === 'delta' ? deltaCorrections(tf, keys, values, keyData) : values;
    const recalled = sizes.map((size) => {
      const [key, value] = [features, stored].map((x) => tf.slice(x, [0, 0], [size, -1])) as [Tensor, Tensor];
      if (kind === 'elu') return linearAttention(tf, key, key, value);
      if (kind !== 'softmax') return tf.matMul(key, tf.matMul(key, value, true, false)); // K (Kᵀ V)
      const scores = tf.mul(tf.matMul(key, key, false, true), tf.scalar(softmaxBeta));
      return tf.matMul(tf.softmax(scores), value);
    });
    return tf.concat(recalled, 0);
  });
}
