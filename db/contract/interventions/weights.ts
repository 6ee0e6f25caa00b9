import { z } from "zod";
import { PositiveFloat } from "../config/float";
import type { InterventionDescription } from "./describe";

/** What acts on the weights themselves. */
export const WeightClipping = z.strictObject({
  name: z.literal("weight-clipping"),
  limit: PositiveFloat.default(0.01).describe("Each critic weight is clamped to ±limit after its update"),
});
export const SpectralNormalization = z.strictObject({
  name: z.literal("spectral-normalization"),
  iterations: z.number().int().min(1).max(100).default(1).describe("Power iterations before each update"),
});
export const WeightDecay = z.strictObject({
  name: z.literal("weight-decay"),
  coefficient: PositiveFloat.default(0.01).describe(
    "Share of each weight, times the learning rate, that an update takes away",
  ),
});
export const L2Penalty = z.strictObject({
  name: z.literal("l2-penalty"),
  coefficient: PositiveFloat.default(1e-4).describe("λ of λ/2 ‖W‖², whose gradient λW is added"),
});

export const weights = {
  "weight-clipping": {
    summary: "Clamp the critic's weights after each update",
    source: "Arjovsky 2017 (WGAN)",
    appliesTo: "gan",
  },
  "spectral-normalization": {
    summary: "Divide each of the discriminator's weight matrices by its largest singular value",
    source: "Miyato 2018",
    appliesTo: "gan",
  },
  "weight-decay": {
    summary: "Shrink every network's weight matrices a little with each update, apart from the gradient",
    source: "Loshchilov & Hutter 2019 (AdamW)",
    appliesTo: "any",
  },
  "l2-penalty": {
    summary: "Add the gradient of the weights' squared norm to every network's gradient",
    source: "Krogh & Hertz 1992",
    appliesTo: "any",
  },
} satisfies Record<string, InterventionDescription>;
