/** Walks on the d-dimensional lattice, one of the 2d neighbours each step: how often they come back. Pólya, Mathematische Annalen 84 (1921). */

/** e^{−x} I₀(x), the modified Bessel function scaled: by its integral over angles, (1/π)∫ e^{x(cos θ − 1)} dθ, a periodic one that few points exhaust. */
export function besselScaled(x: number): number {
  const points = 24 + Math.ceil(6 * Math.sqrt(x));
  let sum = 0;
  for (let i = 0; i < points; i++) sum += Math.exp(x * (Math.cos((Math.PI * (i + 0.5)) / points) - 1));
  return sum / points;
}

/**
 * u = ∫₀^∞ (e^{−t/d} I₀(t/d))^d dt for d ≥ 3: how often a walker is at its starting point, the start included. Simpson's rule in s up to t = s⁶ = T; beyond,
 * the integrand is (d/2πt)^(d/2)(1 + d²/8t + …), integrated in closed form.
 */
export function meanVisits(d: number, panels = 600): number {
  const T = 4096;
  const end = T ** (1 / 6);
  const h = end / panels;
  let sum = 0;
  for (let i = 0; i <= panels; i++) {
    const s = i * h;
    const weight = i === 0 || i === panels ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * besselScaled(s ** 6 / d) ** d * 6 * s ** 5;
  }
  const tail = (d / (2 * Math.PI)) ** (d / 2);
  const beyond = tail * (T ** (1 - d / 2) / (d / 2 - 1) + ((d * d) / 8) * (T ** (-d / 2) / (d / 2)));
  return (sum * h) / 3 + beyond;
}

/** The probability of ever coming back, 1 − 1/u, for d ≥ 3. In one and two dimensions u is infinite and the return is certain. */
export const returnProbability = (d: number): number => 1 - 1 / meanVisits(d);

/** Γ(x) for x > 0, to 14 digits: Stirling's series at x + 12, carried down by Γ(x) = Γ(x + 1)/x. */
export function gamma(x: number): number {
  let [shift, product] = [x, 1];
  for (; shift < 12; shift++) product *= shift;
  const series =
    1 / (12 * shift) -
    1 / (360 * shift ** 3) +
    1 / (1260 * shift ** 5) -
    1 / (1680 * shift ** 7) +
    1 / (1188 * shift ** 9);
  return (Math.sqrt((2 * Math.PI) / shift) * (shift / Math.E) ** shift * Math.exp(series)) / product;
}

/** u in three dimensions in closed form, √6/(32π³) Γ(1/24)Γ(5/24)Γ(7/24)Γ(11/24): Glasser and Zucker, PNAS 74 (1977). */
export const meanVisitsClosed = (): number =>
  (Math.sqrt(6) / (32 * Math.PI ** 3)) * [1, 5, 7, 11].reduce((product, k) => product * gamma(k / 24), 1);
