/** Clouds of points of the plane to learn from, drawn from a seed. All lie well inside [−2, 2]²; coordinates have no unit. */
import { normals, type Random } from './random.ts';

export const cloudNames = ['moons', 'ring', 'blobs', 'spiral'] as const;
export type CloudName = (typeof cloudNames)[number];

/** A point before noise, from a uniform number that picks the part and one that picks the place in it, with its noise. */
type Shape = (part: number, place: number) => readonly [x: number, y: number, noise: number];

/** The parts of each cloud; `noise` is the standard deviation of both coordinates around the point. */
const shapes: Readonly<Record<CloudName, Shape>> = {
  // Two half circles of radius 1 that reach into each other, centred together.
  moons: (part, place) => {
    const [x, y] = [Math.cos(Math.PI * place), Math.sin(Math.PI * place)];
    return part < 0.5 ? [x - 0.5, y - 0.25, 0.1] : [0.5 - x, 0.25 - y, 0.1];
  },
  // Two thirds on a ring of radius 1.4, one third in a blob at its centre.
  ring: (part, place) => {
    if (part < 1 / 3) return [0, 0, 0.22];
    return [1.4 * Math.cos(2 * Math.PI * place), 1.4 * Math.sin(2 * Math.PI * place), 0.07];
  },
  // Two Gaussians of equal weight.
  blobs: (part) => (part < 0.5 ? [-0.9, -0.5, 0.3] : [0.9, 0.5, 0.3]),
  // One and a half turns of an Archimedean spiral; the square root spreads points evenly along it.
  spiral: (_part, place) => {
    const turned = Math.sqrt(0.02 + 0.98 * place);
    return [1.6 * turned * Math.cos(3 * Math.PI * turned), 1.6 * turned * Math.sin(3 * Math.PI * turned), 0.06];
  },
};

/** `n` independent points of a cloud, flat: x₀, y₀, x₁, y₁, … */
export function pointCloud(name: CloudName, n: number, random: Random): Float64Array {
  const shape = shapes[name];
  const cloud = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    const [x, y, noise] = shape(random(), random());
    const [dx = 0, dy = 0] = normals(random, 2);
    cloud.set([x + noise * dx, y + noise * dy], 2 * i);
  }
  return cloud;
}
