import type { Mixture } from "./mixture";

/**
 * Reverse Kullback-Leibler divergence over the modes of a mixture: how unevenly do samples fall on them?
 *
 * Formula: sum_k q_k log(q_k / p_k), q the shares of samples nearest to each mode, p the mixture's own (all equal).
 * 0 where all modes get their share, log K where one of K gets everything.
 * Source: Srivastava et al. 2017 (VEEGAN); Lin et al. 2018 (PacGAN), who call it reverse KL.
 * Misleads: a sample counts for its nearest mode however far away, so it is blind to quality; NaN if no sample is
 * finite. With N samples of a perfect generator it is about (K - 1) / 2N, not 0.
 * Cost: distances of N samples to K modes, .1 ms for 1,024 and 8.
 */
export function reverseKl(samples: Float32Array, { centres }: Mixture): number {
  const counts = new Float64Array(centres.length);
  let counted = 0;
  for (let index = 0; index < samples.length; index += 2) {
    const nearest = nearestTo(samples[index]!, samples[index + 1]!, centres);
    if (nearest === undefined) continue;
    counts[nearest] = counts[nearest]! + 1;
    counted += 1;
  }
  if (counted === 0) return Number.NaN;
  let divergence = 0;
  for (const count of counts)
    if (count > 0) divergence += (count / counted) * Math.log((count / counted) * centres.length);
  return divergence;
}

/** undefined for a point that is not finite. */
function nearestTo(x: number, y: number, centres: Mixture["centres"]): number | undefined {
  let nearest: number | undefined;
  let smallest = Number.POSITIVE_INFINITY;
  for (let mode = 0; mode < centres.length; mode += 1) {
    const centre = centres[mode]!;
    const distance = (x - centre[0]) ** 2 + (y - centre[1]) ** 2;
    if (distance >= smallest) continue;
    if (Number.isNaN(distance)) return undefined;
    smallest = distance;
    nearest = mode;
  }
  return nearest;
}
