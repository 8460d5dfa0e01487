/** From intervals to bits: the last step of arithmetic coding. Witten, Neal and Cleary, Communications of the ACM 30(6), 1987. */

/**
 * The shortest string of binary digits c such that every number that begins 0.c lies in [low, high) ⊆ [0, 1]. Such a string is at most
 * ⌈−log₂(high − low)⌉ + 1 digits long. Empty for an interval without length.
 */
export function shortestCode(low: number, high: number): string {
  for (let digits = 0; high > low && digits <= 52; digits++) {
    const cells = 2 ** digits;
    const cell = Math.ceil(low * cells);
    if (cell + 1 <= high * cells) return digits === 0 ? '' : cell.toString(2).padStart(digits, '0');
  }
  return '';
}

/** −log₂ p: what an event of probability p costs, in bits. */
export const bitsOf = (p: number): number => -Math.log2(p);
