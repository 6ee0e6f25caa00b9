import { z } from "zod";
import { Guardrails } from "../guardrails";
import { Seed } from "../identifiers";
import { Intervention } from "../interventions";
import { CheckpointSettings } from "./checkpoints";
import { EarlyStopping } from "./early-stopping";
import { Optimizer } from "./optimizer";
import { Probes } from "./probes";

/** What every workload's config holds. */
export const everyRun = {
  seed: Seed.default(0).describe("Seed of initialization, data order and noise"),
  interventions: z.array(Intervention).default([]).describe("Stabilizers in force; none by default"),
  onNonFinite: z
    .enum(["stop", "continue"])
    .default("stop")
    .describe("End as diverged at the first non-finite loss, or go on"),
  guardrails: Guardrails.describe(
    "Reactions to what the detectors find, e.g. exploding:retreat:rateFactor=0.5+non-finite:skip-step",
  ),
  earlyStopping: EarlyStopping.prefault({}),
  probes: Probes.prefault({}).describe("What is measured, and how often"),
  checkpoints: CheckpointSettings.prefault({}).describe("What is saved for a run to go on from"),
};

/** A whole number from 1 to `maximum`. */
export const count = (maximum: number) => z.number().int().min(1).max(maximum);

export const adam = (learningRate: number, beta1: number, beta2: number) =>
  Optimizer.prefault({ name: "adam", learningRate, beta1, beta2 });

/** Each k steps, samples are drawn; 0 draws none. */
export const sampleEvery = (steps: number) =>
  z.number().int().min(0).max(1_000_000).default(steps).describe("Draw samples each k steps; 0 draws none");
