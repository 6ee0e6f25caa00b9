import { z } from "zod";
import { ArmSettings, withSettings } from "./arm-settings";
import { refusalsOf } from "./compatibility";
import { GradiometerError } from "./errors";
import { type Guardrail, Guardrails, listedTwice } from "./guardrails";
import { largestSeed, Seed } from "./identifiers";
import { Intervention } from "./interventions";
import { RunConfig } from "./run-config";
import { isSampled, sampleEveryOf } from "./sampled-series";
import { watchingConflictsOf } from "./watched-series";
import { workloads } from "./workloads";

export const ArmInput = z.strictObject({
  name: z.string().trim().min(1, "Give the arm a name").max(160),
  interventions: z.array(Intervention).default([]),
  /** After those of the base config, which hold in all arms. */
  guardrails: Guardrails,
  /** Settings that differ from the base config's, as `key=value`. */
  settings: ArmSettings,
});
export type ArmInput = z.infer<typeof ArmInput>;

/** Arms x seeds over one base config. The first arm is the control; all arms share seeds 0 .. seeds-1 (+ firstSeed). */
export const CreateExperiment = z
  .strictObject({
    name: z.string().trim().max(120).optional(),
    question: z.string().trim().max(300).optional(),
    source: z.enum(["demo", "user"]).default("user"),
    /** Base config without seed and interventions, which the arms and seeds supply. */
    config: RunConfig,
    arms: z.array(ArmInput).min(1, "An experiment needs at least one arm").max(12),
    seeds: z.number().int().min(1, "At least one seed").max(1000),
    firstSeed: Seed.default(0),
  })
  .superRefine((experiment, issues) => {
    const { config, firstSeed, seeds } = experiment;
    const lastSeed = firstSeed + seeds - 1;
    if (lastSeed > largestSeed)
      issues.addIssue({
        code: "custom",
        path: ["firstSeed"],
        message: `The last of ${seeds} seeds from ${firstSeed} is ${lastSeed}; seeds go up to ${largestSeed}`,
      });
    const { series } = workloads[config.workload].outcome;
    if (isSampled(series) && sampleEveryOf(config) === 0)
      issues.addIssue({
        code: "custom",
        path: ["config", "sampleEvery"],
        message: series.startsWith("sample/")
          ? "The experiment is decided by its samples, and sampleEvery 0 draws none; set it to 1 or more"
          : "The experiment is decided by held-out examples, and sampleEvery 0 never judges them; set it to 1 or more",
      });
    for (const { path, message } of watchingConflictsOf(config))
      issues.addIssue({ code: "custom", path: ["config", ...path], message });
    const names = new Set<string>();
    experiment.arms.forEach((arm, index) => {
      if (names.has(arm.name))
        issues.addIssue({
          code: "custom",
          path: ["arms", index, "name"],
          message: `Two arms are called "${arm.name}"; give each its own name`,
        });
      names.add(arm.name);
      const run = configWithin(issues, config, arm, index);
      if (!run) return;
      for (const message of refusalsOf(run))
        issues.addIssue({ code: "custom", path: ["arms", index, "interventions"], message });
      const second = listedTwice(run.guardrails);
      // Two of the base config are told of there.
      const own = second ? second.index - config.guardrails.length : -1;
      if (second && own >= 0)
        issues.addIssue({
          code: "custom",
          path: ["arms", index, "guardrails", own],
          message: second.message,
        });
    });
  });
export type CreateExperiment = z.infer<typeof CreateExperiment>;
export type CreateExperimentInput = z.input<typeof CreateExperiment>;

/** What a run of an arm is trained with, but for its seed. Throws "invalid" for settings that the workload does not take. */
export function configOfArm(
  config: RunConfig,
  { interventions, guardrails, settings }: Omit<ArmInput, "name">,
): RunConfig {
  return {
    ...withSettings(config, settings),
    interventions,
    guardrails: [...config.guardrails, ...guardrails],
  };
}

/** The same, or an issue at the arm's settings. */
function configWithin(
  issues: z.RefinementCtx,
  config: RunConfig,
  arm: ArmInput,
  index: number,
): RunConfig | undefined {
  try {
    return configOfArm(config, arm);
  } catch (error) {
    if (!(error instanceof GradiometerError)) throw error;
    issues.addIssue({ code: "custom", path: ["arms", index, "settings"], message: error.message });
    return undefined;
  }
}

/** "clip-global-norm + wgan-gp", "exploding:retreat", "optimizer.learningRate=0.01", or "none". */
export function armNameOf(
  set: readonly Intervention[],
  guardrails: readonly Guardrail[] = [],
  settings: readonly string[] = [],
): string {
  const parts = [
    ...set.map(({ name }) => name),
    ...guardrails.map(({ on, action }) => `${on}:${action}`),
    ...settings,
  ];
  return parts.length === 0 ? "none" : parts.join(" + ");
}
