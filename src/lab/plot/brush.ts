/** What a brush and an eraser do to a drawing of points. Points are flat: x₀, y₀, x₁, y₁, …; all lengths are data units. Pure. */

export type Place = readonly [x: number, y: number];

export interface Brush {
  /** Points fall within this distance of the brush's middle. */
  readonly radius: number;
  /** How many points one dab adds. */
  readonly perDab: number;
}

const golden = Math.PI * (3 - Math.sqrt(5));

/** Van der Corput's sequence: the binary digits of n mirrored at the point, so that any run of it fills [0, 1) evenly. */
function radicalInverse(n: number): number {
  let [value, weight] = [0, 0.5];
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2), weight /= 2) value += (rest % 2) * weight;
  return value;
}

/** Where point number n falls: the same for the same drawing, so that a stroke can be repeated. */
function scatter(n: number, [x, y]: Place, radius: number): Place {
  const [length, angle] = [radius * Math.sqrt(radicalInverse(n + 1)), golden * n];
  return [x + length * Math.cos(angle), y + length * Math.sin(angle)];
}

/** The drawing after a dab; it never holds more than `most` points. */
export function dab(points: readonly number[], middle: Place, { radius, perDab }: Brush, most: number): number[] {
  const before = points.length / 2;
  const added = Math.max(0, Math.min(perDab, most - before));
  return [...points, ...Array.from({ length: added }, (_, i) => scatter(before + i, middle, radius)).flat()];
}

/** Middles of the dabs of a stroke from the last dab to here: equally far apart, none before the first is due. */
export function strokeDabs([fromX, fromY]: Place, [toX, toY]: Place, spacing: number): Place[] {
  const length = Math.hypot(toX - fromX, toY - fromY);
  return Array.from({ length: Math.floor(length / spacing) }, (_, i) => {
    const share = ((i + 1) * spacing) / length;
    return [fromX + share * (toX - fromX), fromY + share * (toY - fromY)];
  });
}

/** The drawing without the points within `radius` of the way from one place to another. */
export function erase(points: readonly number[], from: Place, to: Place, radius: number): number[] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const square = dx * dx + dy * dy;
  const near = (x: number, y: number): boolean => {
    const along = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - from[0]) * dx + (y - from[1]) * dy) / square));
    return Math.hypot(x - from[0] - along * dx, y - from[1] - along * dy) <= radius;
  };
  const keep = (index: number): boolean =>
    !near(points[index - (index % 2)] ?? NaN, points[index - (index % 2) + 1] ?? NaN);
  return points.filter((_, index) => keep(index));
}
