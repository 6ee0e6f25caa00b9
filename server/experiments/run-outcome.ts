import type { RunRow } from "../../db/contract/read-models";
import { workloads } from "../../db/contract/workloads";
import { readPoints } from "../../db/store/points/read-points";
import { findSeries } from "../../db/store/series/series";
import type { SeedOutcome } from "../../diagnostics/statistics/arm-outcome";
import { summarizeOutcome } from "../../diagnostics/statistics/summarize-outcome";
import type { ServerContext } from "../context";

/**
 * The pre-registered outcome of a run: its value where it finished, a failure where it diverged. A run
 * that was cancelled, crashed or lost has none, which says nothing about its arm.
 */
export function runOutcome(ctx: ServerContext, run: RunRow): SeedOutcome {
  const { seed, status } = run;
  if (status === "diverged") return { seed, value: null, state: "failed" };
  if (status === "queued" || status === "running") return { seed, value: null, state: "running" };
  const value = status === "finished" ? readOutcome(ctx, run) : null;
  return { seed, value, state: value === null ? "missing" : "finished" };
}

/** A share cannot be worse than 0; of an open-ended metric the worst run seen counts for a failed one. */
export function worstOutcomeOf(run: Pick<RunRow, "workload">): number | undefined {
  return workloads[run.workload].outcome.better === "higher" ? 0 : undefined;
}

function readOutcome(ctx: ServerContext, run: RunRow): number | null {
  const { series, lastSteps } = workloads[run.workload].outcome;
  const stored = findSeries(ctx.db, run.id, series);
  if (!stored || run.step === null) return null;
  const { step, value } = readPoints(ctx.db, stored.id, run.step - lastSteps, lastSteps);
  return summarizeOutcome(
    step.map((at, index) => ({ step: at, value: value[index] as number })),
    lastSteps,
    run.step + 1,
  );
}
