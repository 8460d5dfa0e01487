/** Measured orders of convergence: the slope of log error against log(1/steps), by least squares over a few step counts. */
export function measuredOrder(steps: readonly number[], errorOf: (steps: number) => number): number {
  const points = steps.map((n) => ({ x: Math.log(n), y: Math.log(Math.abs(errorOf(n))) }));
  const mean = (of: (point: { x: number; y: number }) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((p) => p.x), mean((p) => p.y)];
  return -mean((p) => (p.x - x) * (p.y - y)) / mean((p) => (p.x - x) ** 2);
}
