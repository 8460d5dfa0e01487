/** Fokker-Planck equations of diffusions on the line, tried on the exact marginals of a noised mixture by central differences. */
import { at } from './array.ts';
import { density, score, type Mixture } from './gaussian-mixture.ts';
import { levelAt, type Schedule } from './noise-schedules.ts';

export interface FokkerPlanck {
  /** ∂p/∂t. */
  readonly rate: number;
  /** ∂p/∂t + ∂(f p)/∂x − ½ g² ∂²p/∂x²: 0 where the marginals obey the forward equation dx = f dt + g dw. */
  readonly forward: number;
  /**
   * ∂p/∂t + ∂(F p)/∂x + ½ λ² g² ∂²p/∂x² with F = f − (1 + λ²)/2 g² score: 0 where they obey dx = F dt + λ g dw̄, run backward in time
   * (there the diffusion term changes its sign).
   */
  readonly reverse: number;
}

/** Both residuals at (x, t), per unit of x and of t; `step` is that of the differences in x and in t. */
export function fokkerPlanck(
  m: Mixture,
  schedule: Schedule,
  x: number,
  t: number,
  { lambda = 1, step = 1e-4 }: { readonly lambda?: number; readonly step?: number } = {},
): FokkerPlanck {
  const p = (place: number, time: number): number => at(density(m, [place], levelAt(schedule, time)), 0);
  const [drift, squared] = [schedule.drift(t), schedule.diffusion(t)];
  const pull = (place: number): number =>
    drift * place - ((1 + lambda ** 2) / 2) * squared * at(score(m, [place], levelAt(schedule, t)), 0);
  const slope = (f: (place: number) => number): number => (f(x + step) - f(x - step)) / (2 * step);
  const rate = (p(x, t + step) - p(x, t - step)) / (2 * step);
  const curvature = (p(x + step, t) - 2 * p(x, t) + p(x - step, t)) / step ** 2;
  return {
    rate,
    forward: rate + slope((place) => drift * place * p(place, t)) - (squared / 2) * curvature,
    reverse: rate + slope((place) => pull(place) * p(place, t)) + ((lambda ** 2 * squared) / 2) * curvature,
  };
}
