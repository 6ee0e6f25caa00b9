import { z } from "zod";
import { PositiveFloat } from "../config/float";
import type { InterventionDescription } from "./describe";

/** Terms of the loss that hold the gradient of a network by its input. */
export const WganGp = z.strictObject({
  name: z.literal("wgan-gp"),
  coefficient: PositiveFloat.default(1).describe(
    "Coefficient of E(‖∇D(x̂)‖ − 1)² on real-fake lines (10 on images, .1 to 1 on toys)",
  ),
});
export const WganLp = z.strictObject({
  name: z.literal("wgan-lp"),
  coefficient: PositiveFloat.default(1).describe(
    "Coefficient of E max(0, ‖∇D(x̂)‖ − 1)² on real-fake lines (10 on images, .1 to 1 on toys)",
  ),
});
export const Dragan = z.strictObject({
  name: z.literal("dragan"),
  coefficient: PositiveFloat.default(10).describe("Coefficient of E(‖∇D(x̂)‖ − 1)² around reals"),
  spread: PositiveFloat.default(0.5).describe("How far around, in standard deviations of the real samples"),
});
export const R1 = z.strictObject({
  name: z.literal("r1"),
  gamma: PositiveFloat.default(10).describe("γ of γ/2 E‖∇D(x)‖² on reals"),
});
export const R2 = z.strictObject({
  name: z.literal("r2"),
  gamma: PositiveFloat.default(10).describe("γ of γ/2 E‖∇D(x)‖² on generated samples"),
});
export const ZeroGp = z.strictObject({
  name: z.literal("zero-gp"),
  coefficient: PositiveFloat.default(10).describe("Coefficient of E‖∇D(x̂)‖² on real-fake lines"),
});
export const InputGradientPenalty = z.strictObject({
  name: z.literal("input-gradient-penalty"),
  coefficient: PositiveFloat.default(0.01).describe("Coefficient of ‖∂L/∂x‖² added to the loss"),
});

export const gradientPenalties = {
  "wgan-gp": {
    summary: "Pull the critic's input-gradient norm to 1 on lines between real and generated samples",
    source: "Gulrajani 2017",
    appliesTo: "gan",
  },
  "wgan-lp": {
    summary: "Penalize the critic's input-gradient norm where it exceeds 1, on the same lines as wgan-gp",
    source: "Petzka 2018",
    appliesTo: "gan",
  },
  dragan: {
    summary: "Pull the discriminator's input-gradient norm to 1 around real samples",
    source: "Kodali 2017",
    appliesTo: "gan",
  },
  r1: {
    summary: "Penalize the discriminator's input gradient on real samples",
    source: "Mescheder 2018",
    appliesTo: "gan",
  },
  r2: {
    summary: "Penalize the discriminator's input gradient on generated samples",
    source: "Mescheder 2018",
    appliesTo: "gan",
  },
  "zero-gp": {
    summary: "Pull the discriminator's input gradient to 0 on lines between real and generated samples",
    source: "Thanh-Tung 2019 (0-GP)",
    appliesTo: "gan",
  },
  "input-gradient-penalty": {
    summary: "Add the squared norm of the loss's gradient by the input to the loss",
    source: "Drucker & LeCun 1992",
    appliesTo: "supervised",
  },
} satisfies Record<string, InterventionDescription>;
