/** Writing weights as files, and reading back what a reader will get: figures are measured on that. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { packWeights, unpackWeights, type PackedTensor } from '../../src/numerics/quantized-weights.ts';
import type { Weights } from '../../src/numerics/weights.ts';

export interface PackedFile {
  readonly bytes: number;
  readonly sha256: string;
  readonly tensors: readonly PackedTensor[];
  /** The weights as the file gives them back. */
  readonly shipped: Weights;
}

/** The large matrices of images are kept in 8 bits, all else in 16. */
const coarse = /^(?:encoder\.weight0|decoder\.weight1|judge\.weight0)$/;

export function packed(folder: string, name: string, weights: Weights): PackedFile {
  const { bytes, tensors } = packWeights(weights, (tensor) => (coarse.test(tensor) ? 8 : 16));
  writeFileSync(`${folder}${name}.bin`, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  console.log(`${name}.bin: ${bytes.length} bytes`);
  return { bytes: bytes.length, sha256, tensors, shipped: unpackWeights(bytes.buffer, tensors) };
}
