import { z } from "zod";
import { PositiveFloat } from "../config/float";
import type { InterventionDescription } from "./describe";

/** What a GAN's objective has besides its own two losses. */
export const FeatureMatching = z.strictObject({
  name: z.literal("feature-matching"),
  coefficient: PositiveFloat.default(1).describe(
    "Coefficient of ‖E f(x) − E f(G(z))‖², f the discriminator's last hidden layer",
  ),
  adversarial: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe("Share of the objective's own generator loss that stays; 0 replaces it, 1 adds to it"),
});
export const PerceptualLoss = z.strictObject({
  name: z.literal("perceptual-loss"),
  coefficient: PositiveFloat.default(1).describe(
    "Coefficient of the mean squared difference of features' moments, in real digits' deviations",
  ),
});
export const SeveralDiscriminators = z.strictObject({
  name: z.literal("several-discriminators"),
  count: z
    .number()
    .int()
    .min(2)
    .max(16)
    .default(2)
    .describe("Discriminators, alike but for their initial weights"),
});

export const auxiliary = {
  "feature-matching": {
    summary: "Let the generator match the mean features of the discriminator's last hidden layer",
    source: "Salimans 2016",
    appliesTo: "gan",
  },
  "perceptual-loss": {
    summary: "Let the generator match what a digit classifier sees in real digits, by means and deviations",
    source: "Johnson 2016; dos Santos 2019 (GFMN)",
    appliesTo: "digit-gan",
  },
  "several-discriminators": {
    summary: "Train the generator against the mean of several discriminators",
    source: "Durugkar 2017 (GMAN)",
    appliesTo: "gan",
  },
} satisfies Record<string, InterventionDescription>;
