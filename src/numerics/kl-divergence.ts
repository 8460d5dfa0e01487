/**
 * Kullback–Leibler divergences in one dimension, in float64 and in nats: of Gaussians in closed form, and between a mixture of two
 * Gaussians p and a Gaussian q in both directions. Forward, KL(p‖q), needs two moments of p and its entropy; reverse, KL(q‖p), is an
 * expectation under q and is integrated by the trapezoid rule. Bishop, Pattern Recognition and Machine Learning, 2006, section 10.1.
 */
import { adamStart, adamStep } from './adam.ts';
import { at } from './array.ts';

/** N(mean, deviation²). */
export interface Gaussian {
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
}
/** w·N(m, s²) + (1 − w)·N(−m, s²). */
export interface TwoModes {
  readonly m: number;
  readonly weight: number;
  readonly s: number;
}
/** Derivatives with respect to the mean and to the logarithm of the deviation. */
export type Gradient = readonly [mean: number, logDeviation: number];

const logRoot2Pi = Math.log(2 * Math.PI) / 2;

/** log of the density of a Gaussian at z. */
export const logGaussian = ({ mean, deviation }: Gaussian, z: number): number =>
  -(((z - mean) / deviation) ** 2) / 2 - Math.log(deviation) - logRoot2Pi;

/** KL(p‖q) of two Gaussians. */
export const gaussianKl = (p: Gaussian, q: Gaussian): number =>
  Math.log(q.deviation / p.deviation) + (p.deviation ** 2 + (p.mean - q.mean) ** 2) / (2 * q.deviation ** 2) - 1 / 2;

/** The entropy of a Gaussian, ln(σ√(2πe)). */
export const gaussianEntropy = ({ deviation }: Gaussian): number => Math.log(deviation) + logRoot2Pi + 1 / 2;

/** log(1 + eˣ) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** log p(z) = log[(1 − w)N(z; −m, s²)] + softplus(d), d = 2mz/s² + log w/(1 − w): no exponential can overflow. */
export function logMixture({ m, weight, s }: TwoModes, z: number): number {
  const other = Math.log(1 - weight) + logGaussian({ mean: -m, deviation: s }, z);
  return other + softplus((2 * m * z) / s ** 2 + Math.log(weight / (1 - weight)));
}

/** Share of the component at +m in the density at z. */
const shareOf = ({ m, weight, s }: TwoModes, z: number): number =>
  1 / (1 + ((1 - weight) / weight) * Math.exp((-2 * m * z) / s ** 2));

/** First and second derivative of log p at z. */
function logMixtureSlopes(target: TwoModes, z: number): readonly [number, number] {
  const { m, s } = target;
  const share = shareOf(target, z);
  return [(m * (2 * share - 1) - z) / s ** 2, -1 / s ** 2 + ((2 * m) / s ** 2) ** 2 * share * (1 - share)];
}

/** Mean and standard deviation of the mixture. */
export const mixtureMoments = ({ m, weight, s }: TwoModes): Gaussian => ({
  mean: (2 * weight - 1) * m,
  deviation: Math.sqrt(s ** 2 + 4 * weight * (1 - weight) * m ** 2),
});

/** Nodes of a trapezoid rule, and its weights times the density of N(0, 1). */
export interface Rule {
  readonly u: Float64Array;
  readonly weights: Float64Array;
}
/** `count` nodes from −8 to 8. For smooth functions the error falls exponentially with their number. */
function trapezoid(count: number): Rule {
  const step = 16 / (count - 1);
  const u = Float64Array.from({ length: count }, (_, i) => -8 + i * step);
  const ends = (i: number): number => (i === 0 || i === count - 1 ? 1 / 2 : 1);
  return { u, weights: u.map((x, i) => ends(i) * step * Math.exp(-(x ** 2) / 2 - logRoot2Pi)) };
}
export const quadrature = trapezoid(257);
let fine: Rule | undefined;

/**
 * The rule for a target: between sharp, distant modes log p bends within s²/2mσ units of u, and 257 nodes, 1/16 apart, would step
 * over the bend and find valleys that are not there.
 */
export function ruleFor({ m, s }: TwoModes): Rule {
  const bend = s ** 2 / (2 * m * Math.hypot(m, s));
  if (bend > 0.03) return quadrature;
  return (fine ??= trapezoid(4097));
}

/** E f(z) under a Gaussian, z = μ + σu; f also gets u. */
function expectation({ mean, deviation }: Gaussian, f: (z: number, u: number) => number, rule = quadrature): number {
  const { u, weights } = rule;
  let sum = 0;
  for (let i = 0; i < u.length; i++) sum += at(weights, i) * f(mean + deviation * at(u, i), at(u, i));
  return sum;
}

/** H(p) = −E log p, in nats: the trapezoid rule under each component. */
export const mixtureEntropy = (target: TwoModes): number =>
  -[
    [target.weight, target.m],
    [1 - target.weight, -target.m],
  ].reduce(
    (sum, [w = 0, mean = 0]) => sum + w * expectation({ mean, deviation: target.s }, (z) => logMixture(target, z)),
    0,
  );

/** KL(p‖q) = −H(p) + ln(σ√2π) + (Var p + (E p − μ)²)/2σ². Eq. (2) of the article. */
export function forwardKl(target: TwoModes, q: Gaussian, entropy = mixtureEntropy(target)): number {
  return -entropy + gaussianEntropy(q) - 1 / 2 + momentRatio(target, q) / 2;
}
/** E_p (x − μ)²/σ²: 1 where the moments match. */
function momentRatio(target: TwoModes, { mean, deviation }: Gaussian): number {
  const p = mixtureMoments(target);
  return (p.deviation ** 2 + (p.mean - mean) ** 2) / deviation ** 2;
}
export const forwardGradient = (target: TwoModes, q: Gaussian): Gradient => [
  (q.mean - mixtureMoments(target).mean) / q.deviation ** 2,
  1 - momentRatio(target, q),
];

/** KL(q‖p) = −H(q) − E_q log p for any log density, by the trapezoid rule under q. */
export const reverseKl = (logDensity: (z: number) => number, q: Gaussian, rule = quadrature): number =>
  -gaussianEntropy(q) - expectation(q, logDensity, rule);

/** Gradient of KL(q‖p) for the mixture: −E l′(z) and −1 − E l′(z)σu, with l = log p. */
export function reverseGradient(target: TwoModes, q: Gaussian): Gradient {
  const [first, second] = reverseSlopes(target, q, quadrature);
  return [first, second];
}

/** First and second derivatives of KL(q‖p) in μ and log σ: [μ, log σ, μμ, μ log σ, log σ log σ]. */
function reverseSlopes(
  target: TwoModes,
  q: Gaussian,
  { u, weights }: Rule,
): readonly [number, number, number, number, number] {
  let [g0, g1, h00, h01, h11] = [0, -1, 0, 0, 0];
  for (let i = 0; i < u.length; i++) {
    const [weight, shift] = [at(weights, i), q.deviation * at(u, i)];
    const [slope, bend] = logMixtureSlopes(target, q.mean + shift);
    g0 -= weight * slope;
    g1 -= weight * slope * shift;
    h00 -= weight * bend;
    h01 -= weight * bend * shift;
    h11 -= weight * (bend * shift ** 2 + slope * shift);
  }
  return [g0, g1, h00, h01, h11];
}

export const gaussianAt = ([mean, logDeviation]: readonly [number, number]): Gaussian => ({
  mean,
  deviation: Math.exp(logDeviation),
});

/** `steps` steps of Adam down a gradient from (μ, log σ): the places passed, [steps + 1] pairs. */
export function adamPath(
  gradient: (q: Gaussian) => Gradient,
  start: readonly [number, number],
  steps: number,
  learningRate: number,
): Spot[] {
  let state = adamStart(Float64Array.from(start));
  const path: (readonly [number, number])[] = [start];
  for (let i = 0; i < steps; i++) {
    const here = path.at(-1) ?? start;
    state = adamStep(state, gradient(gaussianAt(here)), { learningRate });
    path.push([at(state.weights, 0), at(state.weights, 1)]);
  }
  return path;
}

/** A local minimum of KL(q‖p), with its value in nats. */
export interface Minimum extends Gaussian {
  readonly kl: number;
}

type Spot = readonly [mean: number, logDeviation: number];

/** A step of Newton's method, damped until it goes downhill; undefined when none does. */
function newtonStep(target: TwoModes, rule: Rule, [mean, log]: Spot): Spot | undefined {
  const value = (spot: Spot): number => reverseKl((z) => logMixture(target, z), gaussianAt(spot), rule);
  const here = value([mean, log]);
  const [g0, g1, a, b, c] = reverseSlopes(target, gaussianAt([mean, log]), rule);
  // Adding to the diagonal makes the matrix positive definite and the step shorter (Levenberg and Marquardt).
  const lowest = (a + c) / 2 - Math.hypot((a - c) / 2, b);
  for (let damping = Math.max(0, 1e-3 - lowest); damping < 1e9; damping = 4 * damping + 1e-3) {
    const [da, dc] = [a + damping, c + damping];
    const det = da * dc - b * b;
    const next = [mean - (dc * g0 - b * g1) / det, log - (da * g1 - b * g0) / det] as const;
    if (value(next) <= here) return next;
  }
  return undefined;
}

/** Downhill from a spot to a local minimum of KL(q‖p). */
function reverseMinimumFrom(target: TwoModes, rule: Rule, start: Spot): Minimum {
  let here = start;
  for (let i = 0; i < 60; i++) {
    const next = newtonStep(target, rule, here);
    const moved = next ? Math.hypot(next[0] - here[0], next[1] - here[1]) : 0;
    here = next ?? here;
    if (moved < 1e-9) break;
  }
  const q = gaussianAt(here);
  return { ...q, kl: reverseKl((z) => logMixture(target, z), q, rule) };
}

/** The local minima of KL(q‖p) that lie downhill from each component and from the matched moments, from left to right. */
export function reverseMinima(target: TwoModes): Minimum[] {
  const { mean, deviation } = mixtureMoments(target);
  const starts = [
    [-target.m, Math.log(target.s)],
    [mean, Math.log(deviation)],
    [target.m, Math.log(target.s)],
  ] as const;
  const apart = (a: Minimum, b: Minimum): number => Math.hypot(a.mean - b.mean, Math.log(a.deviation / b.deviation));
  const found: Minimum[] = [];
  for (const start of starts) {
    const minimum = reverseMinimumFrom(target, ruleFor(target), start);
    if (found.every((other) => apart(minimum, other) > 1e-3)) found.push(minimum);
  }
  return found.sort((a, b) => a.mean - b.mean);
}
