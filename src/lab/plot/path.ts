/** SVG path data from numbers: rounded to one decimal, short, and the same on every machine. Pure; no DOM. */

/** A point in the picture's own units (already scaled). */
export type Point = readonly [x: number, y: number];

/** One decimal, without a trailing ".0", a leading "0." or a negative zero: 12.04 → "12", −0.52 → "-.5". */
export const round1 = (value: number): string => tenths(Math.round(value * 10));

/** An integer number of tenths, printed as round1 prints it. */
function tenths(n: number): string {
  if (n === 0) return '0';
  const text = String(n / 10);
  return text.replace(/^(-?)0\./, '$1.');
}

/** Joins two numbers of path data; a minus sign separates by itself. */
const pair = (dx: string, dy: string): string => (dy.startsWith('-') ? dx + dy : `${dx} ${dy}`);

const finite = ([x, y]: Point): boolean => Number.isFinite(x) && Number.isFinite(y);

/** Runs of consecutive points without NaN or infinity. */
export function segments(points: readonly Point[]): Point[][] {
  const runs: Point[][] = [];
  let run: Point[] = [];
  for (const point of points) {
    if (finite(point)) {
      if (run.length === 0) runs.push(run);
      run.push(point);
    } else if (run.length > 0) run = [];
  }
  return runs;
}

/**
 * Cuts a curve to the band low ≤ y ≤ high: runs of points, with the crossing points added, so that a curve that leaves the
 * frame ends at its edge instead of being bent along it. Infinite values count as outside.
 */
export function clipBand(points: readonly Point[], low: number, high: number): Point[][] {
  const runs: Point[][] = [];
  for (const whole of segments(points)) {
    let run: Point[] = [];
    const close = (): void => {
      if (run.length > 1) runs.push(run);
      run = [];
    };
    whole.forEach((point, index) => {
      const before = whole[index - 1];
      for (const crossing of before ? crossings(before, point, low, high) : []) {
        run.push(crossing);
        if (run.length > 1 && (point[1] < low || point[1] > high)) close();
      }
      if (point[1] >= low && point[1] <= high) run.push(point);
    });
    close();
  }
  return runs;
}

/** Where the segment a–b crosses the lines y = low and y = high, in the order of travel. */
function crossings(a: Point, b: Point, low: number, high: number): Point[] {
  const at = (edge: number): number => (edge - a[1]) / (b[1] - a[1]);
  return [low, high]
    .filter((edge) => (a[1] < edge && b[1] > edge) || (a[1] > edge && b[1] < edge))
    .sort((one, other) => at(one) - at(other))
    .map((edge) => [a[0] + at(edge) * (b[0] - a[0]), edge]);
}

/**
 * Leaves out points that a straight line between their kept neighbours passes within `tolerance` (Ramer, Douglas and
 * Peucker, with distance measured vertically, for curves that are functions of x). Extremes survive.
 */
export function simplify(points: readonly Point[], tolerance: number): Point[] {
  if (points.length < 3) return [...points];
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const stack: [number, number][] = [[0, points.length - 1]];
  for (let span = stack.pop(); span; span = stack.pop()) {
    const [from, to] = span;
    const split = farthest(points, from, to, tolerance);
    if (split < 0) continue;
    keep[split] = 1;
    stack.push([from, split], [split, to]);
  }
  return points.filter((_, index) => keep[index] === 1);
}

/** Index of the point farthest (vertically) from the chord from–to, or −1 when all are within the tolerance. */
function farthest(points: readonly Point[], from: number, to: number, tolerance: number): number {
  const [a, b] = [points[from], points[to]];
  if (!a || !b) return -1;
  const slope = b[0] === a[0] ? 0 : (b[1] - a[1]) / (b[0] - a[0]);
  let [best, distance] = [-1, tolerance];
  for (let i = from + 1; i < to; i++) {
    const point = points[i];
    const off = point ? Math.abs(point[1] - a[1] - slope * (point[0] - a[0])) : 0;
    if (off > distance) [best, distance] = [i, off];
  }
  return best;
}

/** Path data of one run of points: absolute start, then relative steps in tenths (rounding never accumulates). */
function runPath(run: readonly Point[]): string {
  let [px, py] = [0, 0];
  let data = '';
  run.forEach(([x, y], index) => {
    const [tx, ty] = [Math.round(x * 10), Math.round(y * 10)];
    const step = pair(tenths(tx - px), tenths(ty - py));
    if (index === 0) data = `M${step}l`;
    else if (tx !== px || ty !== py || run.length === 2)
      data += data.endsWith('l') || step.startsWith('-') ? step : ` ${step}`;
    [px, py] = [tx, ty];
  });
  return data.endsWith('l') ? `${data}0 0` : data;
}

/** Path data of a polyline; NaN and infinities break it. A lone point becomes a dot under a round line cap. */
export const linePath = (points: readonly Point[]): string => segments(points).map(runPath).join('');

/** Path data of several runs, such as clipBand returns. */
export const runsPath = (runs: readonly (readonly Point[])[]): string => runs.map(runPath).join('');

/** Closed path between an upper and a lower curve with the same x (a band or an area). */
export function areaPath(upper: readonly Point[], lower: readonly Point[]): string {
  const outline = [...upper, ...[...lower].reverse()].filter(finite);
  return outline.length < 3 ? '' : `${runPath(outline)}z`;
}

/** Path data of an axis-parallel rectangle. */
export const rectPath = (x: number, y: number, width: number, height: number): string =>
  `M${pair(round1(x), round1(y))}h${round1(width)}v${round1(height)}h${round1(-width)}z`;

/** Path data of dots at flat points x₀, y₀, x₁, y₁, …: each is a run of no length, round under a round line cap. */
export function dotsPath(
  points: ArrayLike<number>,
  xScale: (value: number) => number,
  yScale: (value: number) => number,
): string {
  let data = '';
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x, y] = [xScale(points[i] ?? NaN), yScale(points[i + 1] ?? NaN)];
    if (finite([x, y])) data += `M${pair(round1(x), round1(y))}h0`;
  }
  return data;
}
