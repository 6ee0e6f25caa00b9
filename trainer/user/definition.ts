import type { z } from "zod";
import type { ArchitectureInput } from "../../db/contract/architecture";
import type { UserGanConfig, UserStepConfig, UserSupervisedConfig } from "../../db/contract/run-config";
import type { BuiltNetwork, Shape } from "../networks/build";
import type { Network } from "../networks/network";
import type { Random } from "../random";
import type { StateRegistry } from "../state/state-registry";
import type { Scalar, Tensor } from "../tensorflow";

/** A workload's own settings: a zod object, or plain defaults whose types and names are then checked. */
export type SettingsSource = z.ZodObject | Record<string, number | string | boolean>;
export type SettingsOf<Source> = Source extends z.ZodType
  ? z.infer<Source>
  : {
      [Key in keyof Source]: Source[Key] extends number
        ? number
        : Source[Key] extends boolean
          ? boolean
          : string;
    };

/** What `create` is given. */
export interface Setup<Settings> {
  settings: Settings;
  steps: number;
  batchSize: number;
  seed: number;
  /** The step being made, from 1. */
  readonly step: number;
  /** A network from a declared architecture, its weights drawn from the seed's stream `init/<name>`. */
  build(name: string, inputShape: Shape, architecture: ArchitectureInput): BuiltNetwork;
  /** The run's random stream of that name, the same at every call. All randomness must come from such streams. */
  random(name: string): Random;
  /** Where to name what the next steps depend on besides weights and streams, so that a checkpoint holds it. */
  state: StateRegistry;
}

/** Numbers by the names under which they are recorded. `outcome` decides experiments: lower is better. */
export type Figures = Record<string, number>;

type ApplicableNetwork = Pick<BuiltNetwork, "network" | "apply">;

/** A network with one loss, called "model". Batch first in every tensor; tensors are disposed for you. */
export interface SupervisedParts {
  network: ApplicableNetwork;
  /** `count` examples and what is to be learned of each. */
  draw(count: number, random: Random): Examples;
  /** Examples that are never trained on; judged each `sampleEvery` steps, as held_out_loss and so on. */
  drawHeldOut?(random: Random): Examples;
  /**
   * "cross-entropy": outputs are logits [batch, classes], targets labels [batch]. "squared-error": outputs and targets
   * alike in shape; the mean over an example's entries. Or a function of both that returns the loss of each example.
   */
  loss: "cross-entropy" | "squared-error" | ((outputs: Tensor, targets: Tensor) => Tensor);
  /** What to record of each batch besides the loss. With "cross-entropy" the accuracy is recorded anyway. */
  judge?(outputs: Tensor, targets: Tensor): Figures;
}
export interface Examples {
  inputs: Tensor;
  targets: Tensor;
}

/** Two networks, called "generator" and "discriminator", and the data they play over. */
export interface GanParts {
  /** From noise [latent] to one sample. */
  generator: BuiltNetwork;
  /** From one sample to [1]: a logit, or a critic's score. */
  discriminator: BuiltNetwork;
  /** `count` real samples, [count, ...shape of one]. */
  draw(count: number, random: Random): Tensor;
  /** What to record of 256 generated samples and as many real ones, each `sampleEvery` steps. */
  judge?(samples: Tensor, reals: Tensor): Figures;
}

/** A step of one's own. */
export interface StepParts {
  /** Makes one training step and returns what to record of it. Synchronous; its tensors are disposed for you. */
  step(): Figures;
}
export interface StepSetup<Settings> extends Setup<Settings> {
  /** Trains a network by the run's optimizer, schedule and clipping, and records its norms and losses. */
  learner(network: Network): Learner;
}
export interface Learner {
  /** One update by the gradient of `loss`, a function of the network's weights. Returns the loss. */
  minimize(loss: (weights: readonly Tensor[]) => Scalar): number;
}

interface Definition<Kind extends string, Source extends SettingsSource, Config, Given, Parts> {
  kind: Kind;
  /** Lower-case words joined by hyphens. */
  name: string;
  settings?: Source;
  /** In the place of the defaults that every run of this kind has, e.g. `{ steps: 300 }`. */
  defaults?: Partial<Omit<Config, OwnKeys>>;
  /** Called once, before the first step: networks, data, whatever is kept. */
  create(setup: Given): Parts;
}
/** Decided by the module's path, by the command line, or for every run alike. */
type OwnKeys = "workload" | "module" | "name" | "code" | "settings" | "seed" | "interventions";

export type SupervisedDefinition<Source extends SettingsSource = SettingsSource> = Definition<
  "supervised",
  Source,
  z.input<typeof UserSupervisedConfig>,
  Setup<SettingsOf<Source>>,
  SupervisedParts
>;
export type GanDefinition<Source extends SettingsSource = SettingsSource> = Definition<
  "gan",
  Source,
  z.input<typeof UserGanConfig>,
  Setup<SettingsOf<Source>>,
  GanParts
>;
export type StepDefinition<Source extends SettingsSource = SettingsSource> = Definition<
  "step",
  Source,
  z.input<typeof UserStepConfig>,
  StepSetup<SettingsOf<Source>>,
  StepParts
>;
export type WorkloadDefinition<Source extends SettingsSource = SettingsSource> =
  | SupervisedDefinition<Source>
  | GanDefinition<Source>
  | StepDefinition<Source>;

/**
 * A workload of one's own: a module's default export. `kind` says what is trained:
 *
 * - "supervised": a network with one loss, data and a loss of each example;
 * - "gan": two networks and their data;
 * - "step": whatever one step does, with `learner` to train a network by the run's optimizer.
 *
 * Optimizer, schedule, interventions, probes, guardrails and checkpoints come with it. `gradiometer train
 * ./my-workload.ts --set key=value` trains it; docs/user-workloads.md has a worked example.
 */
export function defineWorkload<const Source extends SettingsSource>(
  definition: SupervisedDefinition<Source>,
): SupervisedDefinition<Source>;
export function defineWorkload<const Source extends SettingsSource>(
  definition: GanDefinition<Source>,
): GanDefinition<Source>;
export function defineWorkload<const Source extends SettingsSource>(
  definition: StepDefinition<Source>,
): StepDefinition<Source>;
export function defineWorkload(definition: unknown): unknown {
  return definition;
}
