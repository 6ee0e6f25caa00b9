import { z } from "zod";
import { count, everyRun } from "./every-run";
import { everyGan } from "./gan";

/** What the config of every GAN on MNIST holds; the defaults are the workload's own. */
export function everyDigitGan(
  defaults: {
    steps: number;
    batchSize: number;
    channels: [standard: number, meaning: string];
  } & Parameters<typeof everyGan>[0],
) {
  const [channels, meaning] = defaults.channels;
  return {
    ...everyRun,
    steps: count(1_000_000).default(defaults.steps).describe("Generator steps"),
    batchSize: count(4096).default(defaults.batchSize).describe("Examples in each update"),
    // A drawing of 256 digits takes half a step: more often, probes would take more than 3% of a run.
    ...everyGan({ sampleEvery: 30, ...defaults }),
    classBalance: z
      .boolean()
      .default(false)
      .describe("Draw every digit equally often; MNIST has 6,742 ones and 5,421 fives"),
    channels: count(256).default(channels).describe(meaning),
    latent: count(1024).default(32).describe("Noise dimensions"),
  };
}
