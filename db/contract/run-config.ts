import { z } from "zod";
import { Seed } from "./identifiers";
import { Intervention } from "./interventions";

const Rate = z.number().positive().max(1000).describe("Learning rate");
const Decay = z.number().min(0).lt(1);
const Epsilon = z.number().positive().default(1e-8).describe("Added to the denominator");

export const Optimizer = z.discriminatedUnion("name", [
  z.strictObject({
    name: z.literal("sgd"),
    learningRate: Rate.default(0.1),
    momentum: Decay.default(0).describe("Share of the last update that is kept"),
  }),
  z.strictObject({
    name: z.literal("rmsprop"),
    learningRate: Rate.default(5e-5),
    decay: Decay.default(0.9).describe("Decay of the mean squared gradient"),
    epsilon: Epsilon,
  }),
  z.strictObject({
    name: z.literal("adam"),
    learningRate: Rate.default(1e-3),
    beta1: Decay.default(0.9).describe("Decay of the mean gradient"),
    beta2: Decay.default(0.999).describe("Decay of the mean squared gradient"),
    epsilon: Epsilon,
  }),
]);
export type Optimizer = z.infer<typeof Optimizer>;

export const ganObjectives = ["non-saturating", "wasserstein"] as const;
export const backendNames = ["gpu", "node", "wasm", "cpu"] as const;
export const BackendName = z.enum(backendNames);
/** gpu: tfjs-node-gpu; node: tfjs-node; both over TensorFlow's C library. */
export type BackendName = z.infer<typeof BackendName>;

const count = (maximum: number) => z.number().int().min(1).max(maximum);

const everyRun = {
  seed: Seed.default(0).describe("Seed of initialization, data order and noise"),
  interventions: z.array(Intervention).default([]).describe("Stabilizers in force; none by default"),
  onNonFinite: z
    .enum(["stop", "continue"])
    .default("stop")
    .describe("End as diverged at the first non-finite loss, or go on"),
};

const adam = (learningRate: number, beta1: number, beta2: number) =>
  Optimizer.prefault({ name: "adam", learningRate, beta1, beta2 });

const objectiveMeaning = "Non-saturating: a discriminator's logistic loss; wasserstein: a critic's";

/** Each k steps, samples are drawn; 0 draws none. */
const sampleEvery = (steps: number) =>
  z.number().int().min(0).max(1_000_000).default(steps).describe("Draw samples each k steps; 0 draws none");

export const RingGanConfig = z.strictObject({
  workload: z.literal("ring-gan"),
  ...everyRun,
  steps: count(1_000_000).default(600).describe("Generator steps"),
  batchSize: count(65_536).default(128).describe("Examples in each update"),
  objective: z.enum(ganObjectives).default("wasserstein").describe(objectiveMeaning),
  generatorOptimizer: adam(1e-3, 0, 0.9).describe("Optimizer of the generator"),
  discriminatorOptimizer: adam(1e-3, 0, 0.9).describe("Optimizer of the discriminator or critic"),
  discriminatorUpdates: count(100).default(5).describe("Discriminator updates a step"),
  generatorUpdates: count(100).default(1).describe("Generator updates a step"),
  modes: count(64).default(8).describe("Gaussians on the ring"),
  radius: z.number().positive().default(1).describe("Radius of the ring"),
  sigma: z.number().positive().default(0.05).describe("Standard deviation of each Gaussian"),
  hidden: count(4096).default(64).describe("Units of each hidden layer"),
  layers: count(16).default(3).describe("Hidden layers of each network"),
  latent: count(1024).default(2).describe("Noise dimensions"),
  sampleEvery: sampleEvery(25),
});
export type RingGanConfig = z.infer<typeof RingGanConfig>;

export const MnistGanConfig = z.strictObject({
  workload: z.literal("mnist-gan"),
  ...everyRun,
  steps: count(1_000_000).default(400).describe("Generator steps"),
  batchSize: count(4096).default(64).describe("Examples in each update"),
  objective: z.enum(ganObjectives).default("non-saturating").describe(objectiveMeaning),
  generatorOptimizer: adam(2e-4, 0.5, 0.999).describe("Optimizer of the generator"),
  discriminatorOptimizer: adam(2e-4, 0.5, 0.999).describe("Optimizer of the discriminator or critic"),
  discriminatorUpdates: count(100).default(1).describe("Discriminator updates a step"),
  generatorUpdates: count(100).default(1).describe("Generator updates a step"),
  channels: count(256)
    .default(16)
    .describe("Channels of the first convolution; the second has twice as many"),
  latent: count(1024).default(32).describe("Noise dimensions"),
  sampleEvery: sampleEvery(25),
});
export type MnistGanConfig = z.infer<typeof MnistGanConfig>;

export const TemporalOrderRnnConfig = z.strictObject({
  workload: z.literal("temporal-order-rnn"),
  ...everyRun,
  steps: count(1_000_000).default(1500).describe("Training steps"),
  batchSize: count(4096).default(20).describe("Examples in each update"),
  optimizer: Optimizer.prefault({ name: "sgd", learningRate: 0.1 }).describe("Optimizer of the network"),
  sequenceLength: z
    .number()
    .int()
    .min(10)
    .max(1000)
    .default(30)
    .describe("Steps over which two symbols must be remembered"),
  hidden: count(2048).default(50).describe("Hidden units"),
  initialSigma: z.number().positive().default(0.1).describe("Standard deviation of the initial weights"),
  spectralRadius: z
    .number()
    .positive()
    .default(1)
    .describe("Spectral radius of the initial recurrent matrix"),
});
export type TemporalOrderRnnConfig = z.infer<typeof TemporalOrderRnnConfig>;

export const RunConfig = z.discriminatedUnion("workload", [
  RingGanConfig,
  MnistGanConfig,
  TemporalOrderRnnConfig,
]);
export type RunConfig = z.infer<typeof RunConfig>;
export type RunConfigInput = z.input<typeof RunConfig>;
export type GanConfig = RingGanConfig | MnistGanConfig;
