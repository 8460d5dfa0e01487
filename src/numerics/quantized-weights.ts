/**
 * A network's weights as a small file: every tensor is integers of 8 or 16 bits, each column (last dimension) with a scale of its own, so that
 * weight = scale · integer to within scale/2. Little-endian; tensors follow each other without gaps, scales (32-bit floats) before integers.
 */
import { at } from './array.ts';
import type { Weight, Weights } from './weights.ts';

export type Bits = 8 | 16;

/** What the file holds, in its order: it has no header of its own. */
export interface PackedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly bits: Bits;
}

const largest = (bits: Bits): number => 2 ** (bits - 1) - 1;
const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);
const columnsOf = (shape: readonly number[]): number => shape.at(-1) ?? 1;

/** Bytes of a tensor in the file. */
export const packedSize = ({ shape, bits }: Pick<PackedTensor, 'shape' | 'bits'>): number =>
  4 * columnsOf(shape) + (size(shape) * bits) / 8;

/** Largest |weight| of each column, divided so that it becomes the largest integer; 1 for a column of zeros. */
function scalesOf({ values, shape }: Weight, bits: Bits): Float32Array {
  const columns = columnsOf(shape);
  const scales = new Float32Array(columns);
  values.forEach((value, i) => {
    scales[i % columns] = Math.max(at(scales, i % columns), Math.abs(value) / largest(bits));
  });
  return scales.map((scale) => (scale === 0 ? 1 : scale));
}

/** The file of some weights; `bits` says how finely each is kept. */
export function packWeights(
  weights: Weights,
  bits: (name: string) => Bits,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly tensors: PackedTensor[] } {
  const tensors = Object.entries(weights).map(([name, { shape }]) => ({ name, shape, bits: bits(name) }));
  const bytes = new Uint8Array(tensors.reduce((sum, tensor) => sum + packedSize(tensor), 0));
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const tensor of tensors) {
    const weight = weights[tensor.name];
    if (!weight) continue;
    const scales = scalesOf(weight, tensor.bits);
    for (const scale of scales) {
      view.setFloat32(offset, scale, true);
      offset += 4;
    }
    weight.values.forEach((value, i) => {
      const rounded = Math.round(value / at(scales, i % scales.length));
      const integer = Math.max(-largest(tensor.bits), Math.min(largest(tensor.bits), rounded));
      if (tensor.bits === 8) view.setInt8(offset, integer);
      else view.setInt16(offset, integer, true);
      offset += tensor.bits / 8;
    });
  }
  return { bytes, tensors };
}

/** The weights of a file. Throws a RangeError when the file is not as long as its tensors. */
export function unpackWeights(bytes: ArrayBuffer, tensors: readonly PackedTensor[]): Weights {
  const expected = tensors.reduce((sum, tensor) => sum + packedSize(tensor), 0);
  if (bytes.byteLength !== expected)
    throw new RangeError(`the weights are ${bytes.byteLength} bytes long, not ${expected}`);
  const view = new DataView(bytes);
  let offset = 0;
  const entries = tensors.map(({ name, shape, bits }): [string, Weight] => {
    const columns = columnsOf(shape);
    const scales = Float64Array.from({ length: columns }, (_, i) => view.getFloat32(offset + 4 * i, true));
    offset += 4 * columns;
    const start = offset;
    const values = Float64Array.from({ length: size(shape) }, (_, i) => {
      const integer = bits === 8 ? view.getInt8(start + i) : view.getInt16(start + 2 * i, true);
      return integer * at(scales, i % columns);
    });
    offset += (values.length * bits) / 8;
    return [name, { values, shape }];
  });
  return Object.fromEntries(entries);
}
