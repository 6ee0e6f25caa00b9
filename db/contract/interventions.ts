import { z } from "zod";

/** Stabilizers with their defaults (SCIENCE: Pascanu 2013, Arjovsky 2017, Gulrajani 2017, Mescheder 2018, Drucker & LeCun 1992). */
export const ClipGlobalNorm = z.strictObject({
  name: z.literal("clip-global-norm"),
  maxNorm: z.number().positive().default(1).describe("Largest L2 norm over all tensors of a network"),
});
export const ClipPerTensorNorm = z.strictObject({
  name: z.literal("clip-per-tensor-norm"),
  maxNorm: z.number().positive().default(1).describe("Largest L2 norm of each tensor; changes the direction"),
});
export const ClipValue = z.strictObject({
  name: z.literal("clip-value"),
  limit: z.number().positive().default(0.5).describe("Each gradient entry is clamped to ±limit"),
});
export const WeightClipping = z.strictObject({
  name: z.literal("weight-clipping"),
  limit: z
    .number()
    .positive()
    .default(0.01)
    .describe("Each critic weight is clamped to ±limit after its update"),
});
export const WganGp = z.strictObject({
  name: z.literal("wgan-gp"),
  coefficient: z
    .number()
    .positive()
    .default(1)
    .describe("Coefficient of E(‖∇D(x̂)‖ − 1)² on real-fake lines (10 on images, .1 to 1 on toys)"),
});
export const R1 = z.strictObject({
  name: z.literal("r1"),
  gamma: z.number().positive().default(10).describe("γ of γ/2 E‖∇D(x)‖² on reals"),
});
export const InputGradientPenalty = z.strictObject({
  name: z.literal("input-gradient-penalty"),
  coefficient: z.number().positive().default(0.01).describe("Coefficient of ‖∂L/∂x‖² added to the loss"),
});

export const Intervention = z.discriminatedUnion("name", [
  ClipGlobalNorm,
  ClipPerTensorNorm,
  ClipValue,
  WeightClipping,
  WganGp,
  R1,
  InputGradientPenalty,
]);
export type Intervention = z.infer<typeof Intervention>;
export type InterventionName = Intervention["name"];

export interface InterventionDescription {
  /** What it does, in one line, for cards and lists. */
  summary: string;
  source: string;
  /** "gan": acts on the discriminator or critic; "any": every workload; "supervised": a network with one loss and an input. */
  appliesTo: "any" | "gan" | "supervised";
}

export const interventions: Record<InterventionName, InterventionDescription> = {
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
  "weight-clipping": {
    summary: "Clamp the critic's weights after each update",
    source: "Arjovsky 2017 (WGAN)",
    appliesTo: "gan",
  },
  "wgan-gp": {
    summary: "Pull the critic's input-gradient norm to 1 on lines between real and generated samples",
    source: "Gulrajani 2017",
    appliesTo: "gan",
  },
  r1: {
    summary: "Penalize the discriminator's input gradient on real samples",
    source: "Mescheder 2018",
    appliesTo: "gan",
  },
  "input-gradient-penalty": {
    summary: "Add the squared norm of the loss's gradient by the input to the loss",
    source: "Drucker & LeCun 1992",
    appliesTo: "supervised",
  },
};
export const interventionNames = Object.keys(interventions) as InterventionName[];
