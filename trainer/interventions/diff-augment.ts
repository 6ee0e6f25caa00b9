import { type Augmentation, augment } from "./augmentation";
import type { SampleTransform } from "./intervention";

/** The paper's for images; for points, small against the distance of modes and not against their width. */
const policy: Augmentation = {
  translation: 1 / 8,
  cutout: 1 / 2,
  brightness: 1 / 2,
  rotation: 0.1,
  jitter: 0.05,
};

/**
 * Differentiable augmentation: D(T(x)) and D(T(G(z))) stand in all losses where D(x) and D(G(z)) stood, T drawn anew for
 * each sample, so that a discriminator cannot memorize few real ones, and the generator, which learns through T, is not
 * asked to make augmented samples. `strength` multiplies how far T goes.
 * Source: Zhao, Liu, Lin, Zhu & Han 2020 (color, translation and cutout; of color only brightness, for gray images).
 * Misleads: it helps where data are few. Discriminator accuracy and input gradients are those on augmented samples.
 */
export function diffAugment({ strength }: { strength: number }): SampleTransform {
  const settings = Object.fromEntries(
    Object.entries(policy).map(([name, value]) => [name, value * strength]),
  ) as unknown as Augmentation;
  return (samples, random) => augment(samples, settings, random);
}
