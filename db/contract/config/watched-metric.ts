import { z } from "zod";
import { SeriesName } from "../events";
import { AbsoluteFloat } from "./float";

/** How a rule follows a series of the run to tell whether training still gets anywhere. */
export const watchedMetric = (defaults: { window: number }) => ({
  metric: SeriesName.default("outcome").describe(
    "Series to follow; outcome: the one that experiments on this workload are decided by",
  ),
  better: z
    .enum(["auto", "lower", "higher"])
    .default("auto")
    .describe("Which way is progress; auto: up for an accuracy, as the outcome's for the outcome, else down"),
  window: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(defaults.window)
    .describe("Steps whose mean is compared"),
  minDelta: AbsoluteFloat.default(0).describe("What counts as progress, at least"),
});
