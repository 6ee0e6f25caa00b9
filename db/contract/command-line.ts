import type { ArmInput } from "./experiment";
import { formatInterventions } from "./intervention-text";
import type { RunConfig } from "./run-config";
import { workloadConfigs } from "./workloads";

/** The command that trains this config again: the settings that differ from the workload's defaults. */
export function trainCommand(config: RunConfig): string {
  const set = formatInterventions(config.interventions);
  return [
    `gradiometer train ${config.workload}`,
    ...changedSettings(config),
    ...(set === "none" ? [] : [`--set interventions=${set}`]),
    `--seed ${config.seed}`,
  ].join(" ");
}

/** The command that runs this experiment again. */
export function compareCommand(
  config: RunConfig,
  arms: readonly ArmInput[],
  seeds: number,
  firstSeed = 0,
): string {
  return [
    `gradiometer compare ${config.workload}`,
    `--arms ${arms.map(({ interventions }) => formatInterventions(interventions)).join(",")}`,
    `--seeds ${seeds}`,
    ...(firstSeed === 0 ? [] : [`--first-seed ${firstSeed}`]),
    ...changedSettings(config),
  ].join(" ");
}

/** What arms, seeds and the command itself say is not repeated as a setting. */
const spokenFor = ["workload", "interventions", "seed"];

function changedSettings(config: RunConfig): string[] {
  const defaults: Record<string, unknown> = workloadConfigs[config.workload].parse({
    workload: config.workload,
  });
  return Object.entries(config)
    .filter(([key]) => !spokenFor.includes(key))
    .flatMap(([key, value]) => assignments(key, value, defaults[key]));
}

function assignments(key: string, value: unknown, standard: unknown): string[] {
  if (typeof value !== "object" || value === null) return value === standard ? [] : [`--set ${key}=${value}`];
  const before: Record<string, unknown> = { ...(standard as object) };
  const now: Record<string, unknown> = { ...value };
  // Another optimizer has other settings, so all of them are named.
  const renamed = now.name !== before.name;
  return Object.entries(now).flatMap(([inner, setting]) =>
    !renamed && setting === before[inner] ? [] : [`--set ${key}.${inner}=${setting}`],
  );
}
