/** Where orders stand: sorted by their last bit for the picture, and a letter moved to another place. Pure. */
import { allOrders, bits, orderNames, spell } from './params.ts';

/** Index of an order by its name; the first one for a name that is none. */
export const orderIndex = (name: string): number => Math.max(0, orderNames.indexOf(name));

/** Indices of the 24 orders, those that end on the same bit together. */
export const byLastBit: readonly number[] = allOrders
  .map((_, index) => index)
  .sort((i, j) => (allOrders[i]?.at(-1) ?? 0) - (allOrders[j]?.at(-1) ?? 0) || i - j);

const perGroup = allOrders.length / bits;
/** Columns of the sorted orders, with room between the groups. */
export const columns: readonly number[] = byLastBit.map((_, rank) => rank + 0.8 * Math.floor(rank / perGroup));
export const groupMiddle = (group: number): number => (group + 0.5) * perGroup - 0.5 + 0.8 * group;

/** Rank of the column nearest to a place. */
export const nearestRank = (place: number): number =>
  columns.reduce(
    (best, column, rank) => (Math.abs(column - place) < Math.abs((columns[best] ?? 0) - place) ? rank : best),
    0,
  );

/** The name of the order in which a bit stands at a place, the others keeping their sequence. */
export function withBitAt(name: string, bit: number, place: number): string {
  const rest = (allOrders[orderIndex(name)] ?? []).filter((other) => other !== bit);
  return spell([...rest.slice(0, place), bit, ...rest.slice(place)]);
}

/** A vector by its row, in words: a0 b1 c0 s1. */
export const cellName = (row: number): string =>
  ['a', 'b', 'c', 's'].map((name, i) => `${name}${(row >> (3 - i)) & 1}`).join(' ');
