import { z } from "zod";
import { isUserConfig, type RunConfig, type UserConfig } from "./run-config";
import { parseSettings } from "./settings/parse-settings";
import { workloadConfigs } from "./workloads";

/** One setting in which an arm differs from the base config: `optimizer.learningRate=0.01`, as `--set` takes it. */
export const ArmSetting = z
  .string()
  .trim()
  .transform((text) => text.replace(/\s*=\s*/, "=").replaceAll("e+", "e"))
  .pipe(
    z
      .string()
      .regex(/^[A-Za-z][\w.]*=[^,+\s]+$/, "Expected setting=value, such as optimizer.learningRate=0.01")
      .max(200),
  );

/** Settings that an arm changes, later ones win. */
export const ArmSettings = z.array(ArmSetting).max(20, "An arm changes at most 20 settings").default([]);

/** A base config with the settings of an arm. Throws "invalid" for one that the workload does not have or take. */
export function withSettings(config: RunConfig, settings: readonly string[]): RunConfig {
  if (settings.length === 0) return config;
  const { workload, seed, interventions, guardrails } = config;
  // Seeds, stabilizers and guardrails have a place of their own in an arm or an experiment; a module is what is trained.
  const fixed = { workload, seed, interventions, guardrails, ...(isUserConfig(config) && moduleOf(config)) };
  return parseSettings(workloadConfigs[workload], { of: workload, fixed, defaults: config }, settings);
}

const moduleOf = ({ module, name, code, settings, defaults }: UserConfig) => ({
  module,
  name,
  code,
  settings,
  defaults,
});
