import { describe, expect, it } from 'vitest';
import { cloudNames, pointCloud } from '../../../src/numerics/point-clouds.ts';
import { seededRandom } from '../../../src/numerics/random.ts';

const cloud = (name: (typeof cloudNames)[number], n: number, seed = 1): Float64Array =>
  pointCloud(name, n, seededRandom(seed));
const column = (points: Float64Array, c: 0 | 1): number[] => [...points].filter((_, i) => i % 2 === c);
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

describe('point clouds', () => {
  it.each(cloudNames)('%s is the same for the same seed, another for another, and lies inside [−2, 2]²', (name) => {
    expect(cloud(name, 50)).toEqual(cloud(name, 50));
    expect(cloud(name, 50)).not.toEqual(cloud(name, 50, 2));
    for (const value of cloud(name, 2000)) expect(Math.abs(value)).toBeLessThan(2);
  });
  it('a longer cloud begins with the shorter one', () => {
    for (const name of cloudNames) expect(cloud(name, 40).subarray(0, 20)).toEqual(cloud(name, 10));
  });
  it('two moons and two blobs are centred, half of the points in each part', () => {
    for (const name of ['moons', 'blobs'] as const) {
      const points = cloud(name, 4000);
      expect(mean(column(points, 0))).toBeCloseTo(0, 1);
      expect(mean(column(points, 1))).toBeCloseTo(0, 1);
    }
    const right = column(cloud('blobs', 4000), 0).filter((x) => x > 0).length;
    expect(right / 4000).toBeCloseTo(0.5, 1);
  });
  it('a third of the ring with a blob is the blob; nothing lies between', () => {
    const points = cloud('ring', 4000);
    const y = column(points, 1);
    const radii = column(points, 0).map((x, i) => Math.hypot(x, y[i] ?? NaN));
    expect(radii.filter((r) => r < 0.9).length / 4000).toBeCloseTo(1 / 3, 1);
    expect(radii.filter((r) => r > 0.95 && r < 1.05).length).toBeLessThan(8);
  });
});
