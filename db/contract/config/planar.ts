import { z } from "zod";
import { activations, Initialization } from "../architecture";
import { curriculum } from "./curriculum";
import { count, everyRun } from "./every-run";
import { everyGan } from "./gan";

const activation = (standard: (typeof activations)[number], network: string) =>
  z.enum(activations).default(standard).describe(`Activation of the ${network}'s hidden layers`);
const normalization = (network: string) =>
  z
    .enum(["none", "batch", "layer"])
    .default("none")
    .describe(`Normalization in the ${network}'s hidden layers`);

/** What the config of every GAN in the plane holds besides its data; the defaults are the workload's own. */
export function everyPlanarGan(defaults: { steps: number } & Parameters<typeof everyGan>[0]) {
  return {
    ...everyRun,
    steps: count(1_000_000).default(defaults.steps).describe("Generator steps"),
    batchSize: count(65_536).default(128).describe("Examples in each update"),
    ...everyGan(defaults),
    curriculum: curriculum("Data whose noise falls to its own deviation, so that modes begin wide"),
    hidden: count(4096).default(64).describe("Units of each hidden layer"),
    layers: count(16).default(3).describe("Hidden layers of each network"),
    latent: count(1024).default(2).describe("Noise dimensions"),
    generatorActivation: activation("relu", "generator"),
    discriminatorActivation: activation("leaky-relu", "discriminator"),
    generatorNormalization: normalization("generator"),
    discriminatorNormalization: normalization("discriminator"),
    initialization: Initialization.prefault({ name: "fan-in-uniform" }).describe("Of both networks' weights"),
  };
}
