/** The weight that is drawn in the full shade: the mean of the largest exact weights of the rows shown. */
export function fullShade(exact: ArrayLike<number>, width: number): number {
  let sum = 0;
  for (let row = 0; row < width; row++) {
    let largest = 0;
    for (let column = 0; column < width; column++) largest = Math.max(largest, exact[row * width + column] ?? 0);
    sum += largest;
  }
  return sum / width;
}
