import { z } from "zod";

const Stretch = z.object({
  kind: z.string(),
  start_step: z.number(),
  end_step: z.number(),
});

/** What is known of one labelled run: its episodes, and stretches in which an alarm counts neither way. */
export const RunLabel = z.object({
  file: z.string(),
  verdict: z.string(),
  steps: z.number(),
  family: z.string().optional(),
  episodes: z.array(
    Stretch.extend({
      onset_tolerance: z.number().default(0),
      severity: z.string().default("harmful"),
      cause: z.string().nullish(),
    }),
  ),
  dont_care: z.array(Stretch).default([]),
});
export type RunLabel = z.infer<typeof RunLabel>;

/** A labels file: a list, or an object that holds it. */
export const LabelsFile = z
  .union([z.array(RunLabel), z.object({ labels: z.array(RunLabel) })])
  .transform((file) => (Array.isArray(file) ? file : file.labels));

/** The kinds that the labelled traces know; an alarm of another kind has nothing to be scored against. */
export const labelledKinds = [
  "exploding_gradient",
  "vanishing_gradient",
  "non_finite",
  "loss_divergence",
  "discriminator_overpowering",
  "discriminator_collapse",
  "mode_collapse",
  "oscillation",
  "plateau",
  "dead_units",
] as const;
