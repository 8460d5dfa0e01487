/** The standard normal law in float64: density, distribution function, quantile; to about 15 digits, also in the tails. */

const rootTau = Math.sqrt(2 * Math.PI);

/** φ(z). */
export const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / rootTau;

/** Φ(z) − ½ for moderate z: the series φ(z)(z + z³/3 + z⁵/(3·5) + …), whose terms all have the sign of z. */
function centralMass(z: number): number {
  let [sum, term] = [z, z];
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return normalDensity(z) * sum;
}

/** 1 − Φ(z) for z ≥ 2.5 by Laplace's continued fraction φ(z)/(z + 1/(z + 2/(z + …))). */
function tailMass(z: number): number {
  let fraction = z;
  for (let n = 80; n >= 1; n--) fraction = z + n / fraction;
  return normalDensity(z) / fraction;
}

/** Φ(z) = P(N(0, 1) ≤ z). The upper tail 1 − Φ(z) is Φ(−z), without cancellation. */
export function normalCdf(z: number): number {
  if (z < -2.5) return tailMass(-z);
  if (z > 2.5) return 1 - tailMass(z);
  return 0.5 + centralMass(z);
}

/** z with Φ(z) = u for 0 < u < 1; −∞ and ∞ at the ends. */
export function normalQuantile(u: number): number {
  if (u > 0.5) return -normalQuantile(1 - u);
  if (u === 0) return -Infinity;
  // Abramowitz and Stegun 26.2.23, within 4.5e-4; then Halley's steps, each of which trebles the digits.
  const t = Math.sqrt(-2 * Math.log(u));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  let z = above / below - t;
  for (let i = 0; i < 3; i++) {
    const error = (normalCdf(z) - u) / normalDensity(z);
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}
