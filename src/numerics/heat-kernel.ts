/**
 * The heat kernel and how nearly it satisfies the recurrence of a walk of small steps. Einstein, Über die von der molekularkinetischen Theorie
 * der Wärme geforderte Bewegung von in ruhenden Flüssigkeiten suspendierten Teilchen, Annalen der Physik 17 (1905), section 4.
 */
import { normalCdf } from './normal.ts';

/** (4πDt)^(−1/2) e^{−(x−ct)²/4Dt}: density at time t > 0 of what started at 0, with diffusion constant D and drift c. */
export const heatKernel = (x: number, t: number, D: number, drift = 0): number =>
  Math.exp(-((x - drift * t) ** 2) / (4 * D * t)) / Math.sqrt(4 * Math.PI * D * t);

/** Its distribution function. */
export const heatKernelCdf = (x: number, t: number, D: number, drift = 0): number =>
  normalCdf((x - drift * t) / Math.sqrt(2 * D * t));

/**
 * How far the kernel is from the recurrence u(x, t+τ) = ½u(x−δ, t) + ½u(x+δ, t) with τ = δ²/2D: left minus right, divided by τ. By Taylor's
 * formula it is δ²D u_xxxx/6 to leading order.
 */
export function recurrenceDefect(delta: number, x: number, t: number, D: number): number {
  const tau = delta ** 2 / (2 * D);
  const mean = (heatKernel(x - delta, t, D) + heatKernel(x + delta, t, D)) / 2;
  return (heatKernel(x, t + tau, D) - mean) / tau;
}

/** Fourth derivative of the kernel in x, without drift. */
export function fourthDerivative(x: number, t: number, D: number): number {
  const variance = 2 * D * t;
  const z = x ** 2 / variance;
  return (heatKernel(x, t, D) * (z ** 2 - 6 * z + 3)) / variance ** 2;
}
