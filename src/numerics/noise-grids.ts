/** Grids of noise levels or times, from most to least noise; each has `steps` + 1 points unless it says otherwise. */

/** Evenly spaced, both ends included, [steps + 1]. */
export const uniformGrid = (from: number, to: number, steps: number): Float64Array =>
  Float64Array.from({ length: steps + 1 }, (_, i) => (i === steps ? to : from + (i / steps) * (to - from)));

/** Evenly spaced in the logarithm, both ends included, [steps + 1]. */
export const geometricGrid = (from: number, to: number, steps: number): Float64Array =>
  uniformGrid(Math.log(from), Math.log(to), steps).map((x, i) => (i === 0 ? from : i === steps ? to : Math.exp(x)));

/** Evenly spaced in σ^{1/ρ}, both ends included, [steps + 1]; ρ = 1 is uniform, ρ → ∞ geometric. */
export const powerGrid = (from: number, to: number, steps: number, rho: number): Float64Array =>
  uniformGrid(from ** (1 / rho), to ** (1 / rho), steps).map((x, i) => (i === 0 ? from : i === steps ? to : x ** rho));

export interface KarrasGrid {
  /** Number of steps N; the grid is σ_0 … σ_{N−1} from max to min, and σ_N = 0. At least 2. */
  readonly steps: number;
  readonly rho?: number;
  readonly min?: number;
  readonly max?: number;
}

/** Eq. (5) of Karras et al. 2022 (arXiv 2206.00364), [N + 1], ending in 0. */
export const karrasGrid = ({ steps, rho = 7, min = 0.002, max = 80 }: KarrasGrid): Float64Array =>
  Float64Array.of(...powerGrid(max, min, steps - 1, rho), 0);
