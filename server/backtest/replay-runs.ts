import { z } from "zod";
import { RunId } from "../../db/contract/identifiers";
import { falseAlarmRate } from "../../diagnostics/backtest/score";
import { detectorIds } from "../../diagnostics/detectors/registry";
import type { ServerContext } from "../context";
import type { ComparedRun } from "./compared-run";
import { checkThreshold } from "./parse-thresholds";
import { replayInThread } from "./replay-thread";

/** More rows of charts than this are not looked at; `gradiometer backtest` takes any number. */
export const mostReplayed = 24;

const Values = z.record(z.string(), z.number());

export const ReplayRuns = z.object({
  runIds: z
    .array(RunId)
    .min(1, "Expected at least one run to replay")
    .max(
      mostReplayed,
      `At most ${mostReplayed} runs are replayed at once; \`gradiometer backtest\` takes any number`,
    ),
  detector: z.enum(detectorIds),
  /** Thresholds that differ from their defaults, in the setting compared with and in the one that is tried. */
  before: Values.default({}),
  after: Values.default({}),
  /** Runs in which each alarm is a false one. */
  healthy: z.array(RunId).default([]),
});
export type ReplayRuns = z.infer<typeof ReplayRuns>;

type Rate = { value: number; low: number; high: number };

/** What a setting says of all runs together. */
interface Sum {
  alarms: number;
  /** False alarms in 10,000 steps of the healthy runs, with the exact 95% interval; null where no run is known to be. */
  falseAlarms: Rate | null;
}

export interface ReplayedRuns {
  runs: ComparedRun[];
  steps: number;
  points: number;
  healthySteps: number;
  before: Sum;
  after: Sum;
}

/** Replays one detector over stored runs under two settings: what it would have said of them, and what changes. */
export async function replayRuns({ home }: ServerContext, input: ReplayRuns): Promise<ReplayedRuns> {
  const { runIds, detector, before, after, healthy } = input;
  for (const values of [before, after])
    for (const [name, value] of Object.entries(values)) checkThreshold(detector, name, value);
  const runs = await replayInThread(home, { runIds: [...new Set(runIds)], detector, before, after });
  const known = runs.filter(({ runId }) => healthy.includes(runId));
  const healthySteps = known.reduce((sum, { steps }) => sum + steps, 0);
  const sumOf = (side: "before" | "after"): Sum => ({
    alarms: countAlarms(runs, side),
    falseAlarms: falseAlarmRate(countAlarms(known, side), healthySteps) ?? null,
  });
  return {
    runs,
    steps: runs.reduce((sum, { steps }) => sum + steps, 0),
    points: runs.reduce((sum, { points }) => sum + points, 0),
    healthySteps,
    before: sumOf("before"),
    after: sumOf("after"),
  };
}

const countAlarms = (runs: readonly ComparedRun[], side: "before" | "after"): number =>
  runs.reduce((sum, { alarms }) => sum + alarms[side], 0);
