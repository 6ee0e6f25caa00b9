import { z } from "zod";
import { PositiveFloat } from "../config/float";
import type { InterventionDescription } from "./describe";

/** Other terms of a loss. */
export const Omega = z.strictObject({
  name: z.literal("omega"),
  // Why not the published 2: docs/benchmarks.md, "Temporal order".
  alpha: PositiveFloat.default(32).describe("Coefficient of the regularizer"),
});
export const Consistency = z.strictObject({
  name: z.literal("consistency"),
  coefficient: PositiveFloat.default(10).describe("Coefficient of E(D(x) − D(T(x)))² on reals"),
});
export const BalancedConsistency = z.strictObject({
  name: z.literal("balanced-consistency"),
  realCoefficient: PositiveFloat.default(10).describe("Coefficient of E(D(x) − D(T(x)))² on reals"),
  fakeCoefficient: PositiveFloat.default(10).describe("The same on generated samples"),
});

export const regularizers = {
  omega: {
    summary: "Keep the norm of the error that is propagated back through time near that of the step after it",
    source: "Pascanu 2013",
    appliesTo: "recurrent",
  },
  consistency: {
    summary: "Make the discriminator say the same of a real sample and of its augmentation",
    source: "Zhang 2020 (CR-GAN)",
    appliesTo: "gan",
  },
  "balanced-consistency": {
    summary: "Make the discriminator say the same of any sample, real or generated, and of its augmentation",
    source: "Zhao 2021 (bCR)",
    appliesTo: "gan",
  },
} satisfies Record<string, InterventionDescription>;
