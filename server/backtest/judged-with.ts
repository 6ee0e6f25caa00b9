import type { Thresholds } from "../../diagnostics/detectors/registry";
import type { MonitorOptions } from "../../diagnostics/monitor-run";
import type { LoggedRun } from "./read-logged-runs";

/** What a run is judged by where somebody tries other roles or thresholds over its own. */
export const judgedWith = (
  { roles, thresholds }: Pick<LoggedRun, "roles" | "thresholds">,
  tried: Pick<MonitorOptions, "roles" | "thresholds">,
) => ({
  roles: new Map([...roles, ...(tried.roles ?? [])]),
  thresholds: mergeThresholds(thresholds, tried.thresholds ?? {}),
});

export function mergeThresholds(base: Thresholds, changes: Thresholds): Thresholds {
  const result: Record<string, Readonly<Record<string, number>>> = { ...base };
  for (const [id, values] of Object.entries(changes)) result[id] = { ...result[id], ...values };
  return result;
}
