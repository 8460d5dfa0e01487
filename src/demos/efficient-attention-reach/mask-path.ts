/** The 1s of a mask as one path in units of cells: runs along a row are one rectangle, equal neighbouring rows are one taller rectangle. */
export function maskPath(mask: ArrayLike<number>, columns: number): string {
  const rows = mask.length / columns;
  let path = '';
  let row = 0;
  while (row < rows) {
    let tall = 1;
    while (row + tall < rows && sameRow(mask, columns, row, row + tall)) tall++;
    for (let from = 0; from < columns; from++) {
      if (!mask[row * columns + from]) continue;
      let to = from;
      while (to < columns && mask[row * columns + to]) to++;
      path += `M${from} ${row}h${to - from}v${tall}h-${to - from}z`;
      from = to;
    }
    row += tall;
  }
  return path;
}

function sameRow(mask: ArrayLike<number>, columns: number, a: number, b: number): boolean {
  for (let column = 0; column < columns; column++) {
    if (Boolean(mask[a * columns + column]) !== Boolean(mask[b * columns + column])) return false;
  }
  return true;
}
