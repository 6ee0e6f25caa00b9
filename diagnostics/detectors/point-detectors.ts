/** The detectors of single series, networks and pairs, with the roles of the series that each reads. */
import type { EpisodeKind } from "../../db/contract/episode";
import type { RoleName } from "../roles/role";
import { defaults as clipSaturation, createClipSaturation } from "./clip-saturation";
import { createDeadRun, defaults as deadRun } from "./dead-run";
import { createDeadUnits, defaults as deadUnits } from "./dead-units";
import { createDiscriminatorCollapse, defaults as discriminatorCollapse } from "./discriminator-collapse";
import {
  createDiscriminatorOverfitting,
  defaults as discriminatorOverfitting,
} from "./discriminator-overfitting";
import {
  createDiscriminatorOverpowering,
  defaults as discriminatorOverpowering,
} from "./discriminator-overpowering";
import { createGeneratorStarvation, defaults as generatorStarvation } from "./generator-starvation";
import { createLossDivergence, defaults as lossDivergence } from "./loss-divergence";
import { createLossSpike, defaults as lossSpike } from "./loss-spike";
import { createModeCollapse, defaults as modeCollapse } from "./mode-collapse";
import { createOscillation, defaults as oscillation } from "./oscillation";
import { createPenaltyDominance, defaults as penaltyDominance } from "./penalty-dominance";
import { createPlateau, defaults as plateau } from "./plateau";
import type { PointDetector } from "./point-detector";
import { createSaturation, defaults as saturation } from "./saturation";
import { createStalledRun, defaults as stalledRun } from "./stalled-run";
import { createUpdateRatio, defaults as updateRatio } from "./update-ratio";

export interface PointDetectorDescription<Thresholds> {
  id: string;
  kind: EpisodeKind;
  /** One detector for each series, for each network, or for the run. */
  per: "series" | "network" | "run";
  reads: readonly RoleName[];
  defaults: Readonly<Thresholds>;
  create(thresholds: Thresholds): PointDetector;
}

/** Keeps the type of each detector's own thresholds between its defaults and what makes it. */
const describe = <const Id extends string, Thresholds>(
  description: PointDetectorDescription<Thresholds> & { id: Id },
): Omit<PointDetectorDescription<Thresholds>, "create" | "defaults"> & {
  id: Id;
  defaults: Readonly<Record<string, number>>;
  create(overrides: Readonly<Record<string, number>>): PointDetector;
} => ({
  ...description,
  defaults: description.defaults as Readonly<Record<string, number>>,
  create: (overrides) => description.create({ ...description.defaults, ...overrides }),
});

const signals: readonly RoleName[] = ["discriminator-accuracy", "discriminator-sign"];

export const pointDetectors = [
  describe({
    id: "loss-divergence",
    kind: "loss_divergence",
    per: "network",
    reads: ["loss"],
    defaults: lossDivergence,
    create: createLossDivergence,
  }),
  describe({
    id: "loss-spike",
    kind: "loss_spike",
    per: "network",
    reads: ["loss"],
    defaults: lossSpike,
    create: createLossSpike,
  }),
  describe({
    id: "plateau",
    kind: "plateau",
    per: "network",
    reads: ["loss"],
    defaults: plateau,
    create: createPlateau,
  }),
  describe({
    id: "oscillation",
    kind: "oscillation",
    per: "run",
    reads: signals,
    defaults: oscillation,
    create: createOscillation,
  }),
  describe({
    id: "dead-units",
    kind: "dead_units",
    per: "network",
    reads: ["dead-units"],
    defaults: deadUnits,
    create: createDeadUnits,
  }),
  describe({
    id: "saturation",
    kind: "saturation",
    per: "series",
    reads: ["saturation"],
    defaults: saturation,
    create: createSaturation,
  }),
  describe({
    id: "update-ratio",
    kind: "update_ratio",
    per: "series",
    reads: ["update-ratio"],
    defaults: updateRatio,
    create: createUpdateRatio,
  }),
  describe({
    id: "clip-saturation",
    kind: "clip_saturation",
    per: "network",
    reads: ["clip-coefficient", "clipped-gradient-norm"],
    defaults: clipSaturation,
    create: createClipSaturation,
  }),
  describe({
    id: "penalty-dominance",
    kind: "penalty_dominance",
    per: "series",
    reads: ["penalty"],
    defaults: penaltyDominance,
    create: createPenaltyDominance,
  }),
  describe({
    id: "discriminator-overpowering",
    kind: "discriminator_overpowering",
    per: "run",
    reads: signals,
    defaults: discriminatorOverpowering,
    create: createDiscriminatorOverpowering,
  }),
  describe({
    id: "discriminator-collapse",
    kind: "discriminator_collapse",
    per: "run",
    reads: signals,
    defaults: discriminatorCollapse,
    create: createDiscriminatorCollapse,
  }),
  describe({
    id: "discriminator-overfitting",
    kind: "discriminator_overfitting",
    per: "run",
    reads: signals,
    defaults: discriminatorOverfitting,
    create: createDiscriminatorOverfitting,
  }),
  describe({
    id: "generator-starvation",
    kind: "generator_starvation",
    per: "network",
    reads: ["gradient-norm"],
    defaults: generatorStarvation,
    create: createGeneratorStarvation,
  }),
  describe({
    id: "mode-collapse",
    kind: "mode_collapse",
    per: "run",
    reads: ["mode-coverage", "sample-quality", "sample-diversity"],
    defaults: modeCollapse,
    create: createModeCollapse,
  }),
  describe({
    id: "stalled-run",
    kind: "stalled_run",
    per: "series",
    reads: ["step-time"],
    defaults: stalledRun,
    create: createStalledRun,
  }),
  describe({
    id: "dead-run",
    kind: "dead_run",
    per: "network",
    reads: ["gradient-norm"],
    defaults: deadRun,
    create: createDeadRun,
  }),
] as const;
