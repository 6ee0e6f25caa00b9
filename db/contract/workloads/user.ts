import { z } from "zod";
import { count, everyRun } from "../config/every-run";
import { everyGan } from "../config/gan";
import { everySupervised } from "../config/supervised";
import type { WorkloadDescription } from "./describe";

/**
 * Workloads that a person's own module defines (`defineWorkload`, see docs/user-workloads.md), one for each kind of
 * training. Such a run starts on the command line, which reads the module; pages and other machines cannot start one,
 * since that would let them run any file of this machine.
 */
const userModule = {
  module: z.string().min(1).describe("Path of the module that defines the workload"),
  name: z.string().min(1).max(60).describe("What the module calls it"),
  code: z.string().describe("SHA-256 of the module as it was bundled when the run was made"),
  settings: z.record(z.string(), z.json()).default({}).describe("The module's own settings"),
  defaults: z
    .record(z.string(), z.json())
    .default({})
    .describe("What the module puts in the place of its kind's defaults"),
  limits: z
    .strictObject({
      stepSeconds: z
        .number()
        .positive()
        .max(86_400)
        .default(120)
        .describe("A step, or the loading of the module, that takes longer ends the run"),
      tensorLeak: z
        .enum(["stop", "warn", "ignore"])
        .default("stop")
        .describe("What to do when each step leaves more tensors than the one before it"),
    })
    .prefault({}),
};

const steps = count(1_000_000).default(500).describe("Training steps");
const batchSize = count(65_536).default(64).describe("Examples in each update");
const adam = { optimizer: { name: "adam", learningRate: 1e-3 } } as const;

export const UserSupervisedConfig = z.strictObject({
  workload: z.literal("user-supervised"),
  ...userModule,
  ...everyRun,
  steps,
  batchSize,
  ...everySupervised(adam),
  sampleEvery: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(50)
    .describe("Judge held-out examples each k steps; 0 never does"),
});
export type UserSupervisedConfig = z.infer<typeof UserSupervisedConfig>;

export const UserGanConfig = z.strictObject({
  workload: z.literal("user-gan"),
  ...userModule,
  ...everyRun,
  steps,
  batchSize,
  ...everyGan({ objective: "non-saturating", adam: [1e-3, 0.5, 0.999], discriminatorUpdates: 1 }),
});
export type UserGanConfig = z.infer<typeof UserGanConfig>;

export const UserStepConfig = z.strictObject({
  workload: z.literal("user-step"),
  ...userModule,
  ...everyRun,
  steps,
  batchSize,
  ...everySupervised(adam),
});
export type UserStepConfig = z.infer<typeof UserStepConfig>;

/** Lower is better, so that a module can hand over an error, a distance or a loss as it is. */
const outcome: WorkloadDescription["outcome"] = {
  series: "outcome",
  lastSteps: 100,
  better: "lower",
  meaning:
    "What the module reports as its outcome (an error, a distance or a loss), mean over the last 100 steps",
};

export const userSupervised: WorkloadDescription = {
  title: "Your network",
  summary: "A network with one loss, defined by a module of yours",
  kind: "supervised",
  network: "model",
  outcome,
};

export const userGan: WorkloadDescription = {
  title: "Your GAN",
  summary: "Two networks and their data, defined by a module of yours",
  kind: "gan",
  network: "discriminator",
  outcome,
};

export const userStep: WorkloadDescription = {
  title: "Your training step",
  summary: "A training step defined by a module of yours",
  kind: "step",
  network: "model",
  outcome,
};
