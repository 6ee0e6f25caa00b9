import type { EpisodeRow } from "../../../db/contract/read-models";

type Told = Pick<EpisodeRow, "kind" | "severity" | "alarmStep" | "startStep">;

/** How many steps before a loss that was not finite the first alarm came; null where there was no such loss or no warning. */
export function leadTime(episodes: readonly Told[]): { alarmStep: number; steps: number } | null {
  const ends = episodes
    .filter(({ kind, severity }) => kind === "non_finite" && severity === "critical")
    .map(({ startStep }) => startStep);
  const end = Math.min(...ends);
  const alarms = episodes
    .filter(({ severity, alarmStep }) => severity !== "benign" && alarmStep < end)
    .map(({ alarmStep }) => alarmStep);
  if (ends.length === 0 || alarms.length === 0) return null;
  const alarmStep = Math.min(...alarms);
  return { alarmStep, steps: end - alarmStep };
}
