/** How many of its bits a sum of outer products gives back: the formula that the memories of associative-memory.ts are held to. */
import { normalCdf } from './normal.ts';

/** Φ(√(d/(m−1))): bit accuracy of `sum` with m random unit keys in d dimensions, the noise taken as normal. */
export const predictedAccuracy = (m: number, d: number): number => (m <= 1 ? 1 : normalCdf(Math.sqrt(d / (m - 1))));
