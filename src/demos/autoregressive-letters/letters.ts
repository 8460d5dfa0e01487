/** What is read off a frame: probabilities of the order shown, inventions, and a draw. Pure. */
import { at } from '../../numerics/array.ts';
import { asciiSize, isPrintable } from '../../numerics/ascii-text.ts';
import { seededRandom } from '../../numerics/random.ts';
import type { Frame } from './compute.ts';
import { drawLength, endiannesses, type Params } from './params.ts';

type Shown = Pick<Params, 'order'>;
const place = ({ order }: Shown): number => endiannesses.indexOf(order);

/** Probability of every code in the order shown, [128]. */
export const modelShown = ({ model }: Frame, shown: Shown): Float32Array =>
  model.subarray(place(shown) * asciiSize, (place(shown) + 1) * asciiSize);

/** The latest loss of an order, in bits per character. */
export const lossNow = ({ losses }: Frame, shown: Shown): number =>
  at(losses, losses.length - endiannesses.length + place(shown));
export const largestNow = ({ largest }: Frame, shown: Shown): number => at(largest, place(shown));

/** A character as it is printed: an open box for the space, an empty one for what has no sign. */
export const signOf = (code: number): string =>
  code === 32 ? '␣' : isPrintable(code) ? String.fromCharCode(code) : '▯';

export interface Invention {
  readonly code: number;
  readonly p: number;
}
/** Codes that the text has not, by their probability. */
export const inventions = (frame: Frame, shown: Shown): Invention[] =>
  Array.from(modelShown(frame, shown), (p, code) => ({ code, p }))
    .filter(({ code }) => frame.data[code] === 0)
    .sort((one, other) => other.p - one.p || one.code - other.code);
/** Their probability together. */
export const invented = (frame: Frame, shown: Shown): number =>
  inventions(frame, shown).reduce((sum, { p }) => sum + p, 0);

/** Characters drawn from the model, by the seed: a uniform number each, and the character in whose interval it lies. */
export function drawText(frame: Frame, shown: Shown, seed: number): number[] {
  const p = modelShown(frame, shown);
  const random = seededRandom(seed);
  return Array.from({ length: drawLength }, () => {
    let u = random();
    const code = p.findIndex((share) => (u -= share) < 0);
    return code < 0 ? asciiSize - 1 : code;
  });
}
