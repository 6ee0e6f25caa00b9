/**
 * Student's t distribution by the regularized incomplete beta function:
 * P(T <= t) = 1 - I_x(df/2, 1/2) / 2 with x = df / (df + t^2), t >= 0.
 * I_x by Lentz's continued fraction (Numerical Recipes 6.4), ln Gamma by Lanczos (g = 7, n = 9).
 * Accurate to about 1e-13; the quantile inverts it by bisection, to the last bits of a double.
 */
import { mean, standardDeviation } from "./summary";

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

function logGamma(z: number): number {
  if (z < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * z))) - logGamma(1 - z);
  const x = z - 1;
  let sum = lanczos[0] as number;
  for (let i = 1; i < lanczos.length; i++) sum += (lanczos[i] as number) / (x + i);
  const t = x + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Regularized incomplete beta function I_x(a, b). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  // The fraction converges fast below the mean; above it the symmetry I_x(a,b) = 1 - I_{1-x}(b,a) serves.
  if (x < (a + 1) / (a + b + 2)) return (Math.exp(logFront) * betaFraction(x, a, b)) / a;
  return 1 - (Math.exp(logFront) * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  return fraction;
}

/** P(|T| >= |t|). */
export function tTwoSidedP(t: number, degreesOfFreedom: number): number {
  if (!Number.isFinite(t)) return Number.isNaN(t) ? Number.NaN : 0;
  return incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
}

/** The t with P(T <= t) = probability, for probabilities in (0, 1). */
export function tQuantile(probability: number, degreesOfFreedom: number): number {
  if (probability === 0.5) return 0;
  const tail = Math.min(probability, 1 - probability);
  let low = 0;
  let high = 1;
  while (tTwoSidedP(high, degreesOfFreedom) / 2 > tail) high *= 2;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (tTwoSidedP(middle, degreesOfFreedom) / 2 > tail) low = middle;
    else high = middle;
  }
  const t = (low + high) / 2;
  return probability < 0.5 ? -t : t;
}

/** Student's t interval of the mean; null below two values. */
export function meanInterval(
  values: readonly number[],
  confidence = 0.95,
): { low: number; high: number } | null {
  if (values.length < 2) return null;
  const center = mean(values);
  const half =
    (tQuantile(0.5 + confidence / 2, values.length - 1) * standardDeviation(values)) /
    Math.sqrt(values.length);
  return { low: center - half, high: center + half };
}
