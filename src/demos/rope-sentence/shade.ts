/**
 * The weight that is drawn in the full shade: the mean of the rows' largest weights over some maps [n, n]. Made from maps that words
 * in front do not change, it keeps a weight's shade the same while the reader moves the slider; one extreme weight does not pale the rest.
 */
export function fullShade(maps: readonly ArrayLike<number>[], n: number): number {
  let sum = 0;
  for (const map of maps) {
    for (let row = 0; row < n; row++) {
      let largest = 0;
      for (let column = 0; column < n; column++) largest = Math.max(largest, map[row * n + column] ?? 0);
      sum += largest;
    }
  }
  return n === 0 ? 1 : sum / (n * maps.length);
}
