/** A field of small arrows as one path: each starts at its point and ends in a head of two strokes. Pure; no DOM. */
import { round1, type Point } from './path.ts';

/** Half the opening of the head, and its length beside the arrow's. */
const [opening, headShare] = [0.5, 0.38];

/** Path data of arrows from points along vectors, both in the picture's units; arrows shorter than a unit become dots. */
export function arrowsPath(arrows: readonly { readonly from: Point; readonly along: Point }[]): string {
  return arrows
    .map(({ from: [x, y], along: [dx, dy] }) => {
      const length = Math.hypot(dx, dy);
      if (!Number.isFinite(length)) return '';
      if (length < 1) return `M${round1(x)} ${round1(y)}h0`;
      const head = Math.max(2.5, headShare * length);
      const angle = Math.atan2(dy, dx);
      const side = (turn: number): string =>
        `${round1(x + dx - head * Math.cos(angle + turn))} ${round1(y + dy - head * Math.sin(angle + turn))}`;
      return `M${round1(x)} ${round1(y)}L${round1(x + dx)} ${round1(y + dy)}M${side(opening)}L${round1(x + dx)} ${round1(y + dy)}L${side(-opening)}`;
    })
    .join('');
}

/** A vector of any length drawn within `most`: u becomes u/(1 + ‖u‖), so that directions stay and lengths keep their order. */
export function shortened([u, v]: Point, most: number): Point {
  const factor = most / (1 + Math.hypot(u, v));
  return [u * factor, v * factor];
}
