/** Lines of equal height of a function on a grid, as filled shapes. Pure; no DOM. */
import { contours } from 'd3';
import { runsPath, type Point } from './path.ts';

export interface Grid {
  /** Row-major, [rows, columns]; row 0 at the top. The outer nodes lie on the edges of the box. */
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  /** The box, in the picture's units. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Contour {
  readonly threshold: number;
  /** Closed paths around everything that lies at or above the threshold. */
  readonly path: string;
}

/** Largest error of leaving vertices out, in the picture's units. */
const tolerance = 0.35;

/** Distance of a point from the segment a–b. */
function offSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** A curve without the vertices that its chords pass within the tolerance (Ramer, Douglas and Peucker). */
function thin(curve: readonly Point[]): Point[] {
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last || curve.length < 3) return [...curve];
  let [split, distance] = [-1, tolerance];
  for (let i = 1; i < curve.length - 1; i++) {
    const point = curve[i];
    const off = point ? offSegment(point, first, last) : 0;
    if (off > distance) [split, distance] = [i, off];
  }
  if (split < 0) return [first, last];
  return [...thin(curve.slice(0, split + 1)).slice(0, -1), ...thin(curve.slice(split))];
}

/** A closed ring is thinned in two halves, for a chord from its start to its end has no length. */
function ringPath(ring: readonly Point[]): string {
  const middle = Math.floor(ring.length / 2);
  const kept = [...thin(ring.slice(0, middle + 1)).slice(0, -1), ...thin(ring.slice(middle))];
  return kept.length < 4 ? '' : `${runsPath([kept])}z`;
}

/** Shapes around the places where the function is at least each threshold; those that hold nothing are left out. */
export function gridContours(
  { values, rows, columns, x, y, width, height }: Grid,
  thresholds: readonly number[],
): Contour[] {
  // d3 has node i at i + 1/2 and closes shapes half a step outside the nodes; the box ends at the nodes.
  const along = (at: number, count: number): number => Math.min(1, Math.max(0, (at - 0.5) / (count - 1)));
  const place = ([px = 0, py = 0]: readonly number[]): Point => [
    x + width * along(px, columns),
    y + height * along(py, rows),
  ];
  const lines = contours().size([columns, rows]);
  return thresholds.flatMap((threshold) => {
    const shape = lines.contour(Array.from(values), threshold);
    const path = shape.coordinates.flatMap((polygon) => polygon.map((ring) => ringPath(ring.map(place)))).join('');
    return path === '' ? [] : [{ threshold, path }];
  });
}
