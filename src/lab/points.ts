/**
 * Points of the plane as a parameter: a drawing of the reader's. Coordinates lie on a grid of 4001 by 4001 places in the square
 * [−reach, reach]², so that a point is four letters in a URL and comes back exactly. Values are flat: x₀, y₀, x₁, y₁, …
 */

/** The square that points lie in, and how many there may be. */
export interface Pad {
  readonly reach: number;
  readonly most: number;
}

/** Grid places on either side of 0. */
const half = 2000;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const letterValues = new Map(Array.from(letters, (letter, value) => [letter, value]));
/** Letters of a coordinate and of a point. */
const [perCoordinate, perPoint] = [2, 4];

/** Grid place of a coordinate, an integer in [−2000, 2000]. Adding 0 turns −0 into 0. */
const placeOf = (reach: number, value: number): number =>
  Math.round(Math.min(half, Math.max(-half, (value / reach) * half))) + 0;
const valueOf = (reach: number, place: number): number => (place * reach) / half;

/** The nearest points on the grid, at most `most` of them; undefined for what is no list of pairs of numbers. */
export function coercePoints({ reach, most }: Pad, value: unknown): number[] | undefined {
  if (!Array.isArray(value) || value.length % 2 !== 0) return undefined;
  const list: unknown[] = value;
  if (!list.every((entry): entry is number => typeof entry === 'number' && !Number.isNaN(entry))) return undefined;
  return list.slice(0, 2 * most).map((entry) => valueOf(reach, placeOf(reach, entry)));
}

/** Two letters a coordinate, in the alphabet of URL-safe base64. */
export function encodePoints({ reach }: Pad, points: readonly number[]): string {
  return points
    .map((value) => {
      const index = placeOf(reach, value) + half;
      return (letters[index >> 6] ?? '') + (letters[index & 63] ?? '');
    })
    .join('');
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

/** Reads letters, or plain decimals with commas between them (for people): "0.5,-1,0,0.25". Undefined when it is neither. */
export function decodePoints({ reach }: Pad, raw: string): number[] | undefined {
  if (raw.includes(',')) {
    const parts = raw.split(',');
    return parts.length % 2 === 0 && parts.every((part) => decimal.test(part)) ? parts.map(Number) : undefined;
  }
  if (raw.length % perPoint !== 0) return undefined;
  const places = Array.from({ length: raw.length / perCoordinate }, (_, i) => {
    const [high, low] = [letterValues.get(raw[2 * i] ?? ''), letterValues.get(raw[2 * i + 1] ?? '')];
    return high === undefined || low === undefined ? NaN : 64 * high + low - half;
  });
  return places.every((place) => place <= half) ? places.map((place) => valueOf(reach, place)) : undefined;
}

/** Whether coercion only rounded: all points are there, and none was moved by more than half a place of the grid. */
export function pointsKept({ reach }: Pad, given: readonly number[], used: readonly number[]): boolean {
  const room = (0.501 * reach) / half;
  return given.length === used.length && given.every((value, i) => Math.abs(value - (used[i] ?? NaN)) <= room);
}
