import { RunConfig } from "../../db/contract/run-config";
import { isWorkloadName } from "../../db/contract/workloads";

/** The run that a remedy is for. */
export interface TestedRun {
  /** Its config where our trainer made it: what an arm changes. */
  own: RunConfig | undefined;
  /** Every setting with its path, as "model.depth", of any program. */
  settings: readonly (readonly [path: string, value: unknown])[];
}

export function testedRun(config: unknown): TestedRun {
  const named = (config as { workload?: unknown } | null | undefined)?.workload;
  const own = isWorkloadName(named) ? RunConfig.safeParse(config).data : undefined;
  return { own, settings: settingsOf(config) };
}

/** What another program recorded of its settings lies below `settings` in a stored config. */
function settingsOf(config: unknown): [string, unknown][] {
  const { workload, settings } = (config ?? {}) as { workload?: unknown; settings?: unknown };
  return flatten(workload === "external" ? settings : config, "");
}

/** Every setting with its path, as "model.depth". */
export function flatten(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    flatten(inner, path === "" ? key : `${path}.${key}`),
  );
}
