import { z } from "zod";
import { PositiveFloat } from "../config/float";
import type { InterventionDescription } from "./describe";

/** Changes of the gradient between its computation and the optimizer. */
export const ClipGlobalNorm = z.strictObject({
  name: z.literal("clip-global-norm"),
  maxNorm: PositiveFloat.default(1).describe("Largest L2 norm over all tensors of a network"),
});
export const ClipPerTensorNorm = z.strictObject({
  name: z.literal("clip-per-tensor-norm"),
  maxNorm: PositiveFloat.default(1).describe("Largest L2 norm of each tensor; changes the direction"),
});
export const ClipValue = z.strictObject({
  name: z.literal("clip-value"),
  limit: PositiveFloat.default(0.5).describe("Each gradient entry is clamped to ±limit"),
});
export const AdaptiveClip = z.strictObject({
  name: z.literal("agc"),
  ratio: PositiveFloat.default(0.01).describe("Largest ratio of a unit's gradient to its weights"),
  epsilon: PositiveFloat.default(1e-3).describe("Norm that a unit's weights count for at least"),
});
export const AutoClip = z.strictObject({
  name: z.literal("autoclip"),
  percentile: z
    .number()
    .min(0)
    .max(100)
    .default(10)
    .describe("Percentile of the network's own last 1,000 gradient norms that the norm is clipped to"),
});
export const ZClip = z.strictObject({
  name: z.literal("zclip"),
  threshold: PositiveFloat.default(2.5).describe("Standard deviations above the mean that count as a spike"),
  decay: z.number().min(0).lt(1).default(0.97).describe("Decay of the norm's moving mean and variance"),
  warmup: z.number().int().min(2).max(100_000).default(25).describe("Updates that are only watched"),
});

export const clipping = {
  "clip-global-norm": {
    summary:
      "Scale a network's gradient down when its norm over all tensors exceeds a bound; keeps the direction",
    source: "Pascanu 2013",
    appliesTo: "any",
  },
  "clip-per-tensor-norm": {
    summary: "Scale each tensor's gradient down by its own norm; changes the direction",
    source: "the common clip_grad_norm_-in-a-loop variant",
    appliesTo: "any",
  },
  "clip-value": {
    summary: "Clamp each gradient entry to ±limit",
    source: "elementwise clipping",
    appliesTo: "any",
  },
  agc: {
    summary: "Adaptive clipping: bound each unit's gradient by the norm of its own weights",
    source: "Brock 2021",
    appliesTo: "any",
  },
  autoclip: {
    summary: "Clip the norm to a low percentile of the network's own history of norms",
    source: "Seetharaman 2020",
    appliesTo: "any",
  },
  zclip: {
    summary: "Clip norms that stand out from their moving mean, the harder the further they stand out",
    source: "ZClip, Kumar 2025",
    appliesTo: "any",
  },
} satisfies Record<string, InterventionDescription>;
