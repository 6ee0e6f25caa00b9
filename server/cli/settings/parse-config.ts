import { assertLaunchable } from "../../../db/contract/assert-launchable";
import { unknownWord } from "../../../db/contract/closest";
import { GradiometerError } from "../../../db/contract/errors";
import { isUserConfig, type RunConfig, type UserConfig } from "../../../db/contract/run-config";
import { parseSettings, splitAssignment } from "../../../db/contract/settings/parse-settings";
import {
  builtInNames,
  type WorkloadName,
  workloadConfigs,
  workloadNames,
} from "../../../db/contract/workloads";
import { readUserConfig } from "../../user-workload/read-user-config";

/** A name of any workload, for filters. */
export function parseWorkload(name: string): WorkloadName {
  const known = workloadNames.find((workload) => workload === name);
  if (!known) throw new GradiometerError("invalid", unknownWord("workload", name, builtInNames));
  return known;
}

/**
 * The config of what `train` and `compare` are given: the name of a built-in workload, or the path of a module that
 * defines one.
 */
export async function configOf(workload: string, assignments: readonly string[]): Promise<RunConfig> {
  if (isModulePath(workload)) return checked(await readUserConfig(workload, assignments));
  const known = builtInNames.find((name) => name === workload);
  if (!known)
    throw new GradiometerError(
      "invalid",
      `${unknownWord("workload", workload, builtInNames)} A workload of your own is the path of its module, such as ./my-workload.ts.`,
    );
  return parseConfig(known, assignments);
}

/**
 * A workload's config from `key=value` texts, typed by its schema. What they leave unsaid is as in
 * `base`, or the workload's defaults.
 */
export function parseConfig(
  workload: RunConfig["workload"],
  assignments: readonly string[],
  base?: RunConfig,
): RunConfig {
  const own = base && isUserConfig(base) ? base : undefined;
  if (own) refuseOwnSettings(own, assignments);
  // What a run of a module's own is made of stays as it is.
  const { module, name, code, settings, defaults } = own ?? ({} as Partial<UserConfig>);
  const fixed = own ? { workload, module, name, code, settings, defaults } : { workload };
  const of = own?.name ?? workload;
  return checked(parseSettings(workloadConfigs[workload], { of, fixed, defaults: base }, assignments));
}

/** Its network and data were made of them: another value would be another run from its first step. */
function refuseOwnSettings({ name, settings }: UserConfig, assignments: readonly string[]): void {
  const own = assignments.find((assignment) =>
    Object.hasOwn(settings, splitAssignment(assignment).path[0] ?? ""),
  );
  if (own)
    throw new GradiometerError(
      "invalid",
      `A fork keeps the settings that ${name} defines itself, so not --set ${own}; train a run of its own with it.`,
    );
}

function checked(config: RunConfig): RunConfig {
  assertLaunchable(config);
  return config;
}

const isModulePath = (text: string) => /\.[cm]?[jt]s$/.test(text) || /[/\\]/.test(text);
