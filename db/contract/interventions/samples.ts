import { z } from "zod";
import { PositiveFloat } from "../config/float";
import type { InterventionDescription } from "./describe";

/** What changes the samples that a discriminator sees, or what it is to say of them. */
export const LabelSmoothing = z.strictObject({
  name: z.literal("label-smoothing"),
  target: z
    .number()
    .gt(0.5)
    .lt(1)
    .default(0.9)
    .describe("What is to be said of a real sample, in place of 1"),
});
export const InstanceNoise = z.strictObject({
  name: z.literal("instance-noise"),
  sigma: PositiveFloat.default(0.1).describe("Standard deviation of the noise at the first step"),
  until: z
    .number()
    .gt(0)
    .max(1)
    .default(0.5)
    .describe("Share of the run after which it has fallen, linearly, to 0"),
});
export const DiffAugment = z.strictObject({
  name: z.literal("diff-augment"),
  strength: z
    .number()
    .positive()
    .max(2)
    .default(1)
    .describe(
      "Times 1/8 of the side shifted, 1/2 cut out, ±.5 of brightness for images; ±.1 radian, ±.05 for points",
    ),
});

export const samples = {
  "label-smoothing": {
    summary: "Ask the discriminator to be less than certain of real samples (one-sided)",
    source: "Salimans 2016",
    appliesTo: "gan",
  },
  "instance-noise": {
    summary: "Add noise that fades to real and generated samples, so that they overlap from the start",
    source: "Sønderby 2017; Arjovsky & Bottou 2017",
    appliesTo: "gan",
  },
  "diff-augment": {
    summary:
      "Show the discriminator real and generated samples through the same random, differentiable changes",
    source: "Zhao 2020 (DiffAugment)",
    appliesTo: "gan",
  },
} satisfies Record<string, InterventionDescription>;
