/** Digests of files as the browser computes them (see `sealed.ts`), and names made from them. */
import { createHash } from 'node:crypto';
import { digestLength } from '../page-files.ts';

export const digestOf = (content: Uint8Array | string): string =>
  createHash('sha256').update(content).digest('hex').slice(0, digestLength);
