import { sumEpisodes } from "../../db/contract/episode-counts";
import type { ExperimentRow } from "../../db/contract/read-models";
import { isEnded, type RunStatus, runStatuses } from "../../db/contract/statuses";
import type { ServerContext } from "../context";
import { remainingMs } from "../launches/remaining-time";
import type { ExperimentRecord } from "./experiment-record";

/** What a list shows of an experiment. */
export function presentExperiment(
  ctx: ServerContext,
  experiment: ExperimentRecord,
  verdict: string,
): ExperimentRow {
  const { id, name, question, workload, source, createdAt, seeds, runs } = experiment;
  return {
    id,
    name,
    question,
    workload,
    source,
    createdAt,
    arms: experiment.arms.map(({ id, name, position }) => ({ id, name, position })),
    seeds,
    runs: countByStatus(runs),
    progress: progressOf(runs),
    etaMs: remainingMs(
      ctx,
      runs.map(({ id }) => id),
    ),
    episodes: sumEpisodes(runs.map(({ episodes }) => episodes)),
    verdict,
  };
}

function countByStatus(runs: ExperimentRecord["runs"]): Record<RunStatus, number> {
  const counts = Object.fromEntries(runStatuses.map((status) => [status, 0])) as Record<RunStatus, number>;
  for (const { status } of runs) counts[status]++;
  return counts;
}

/** Share of all steps that are done; an ended run has no more to do, wherever it ended. */
function progressOf(runs: ExperimentRecord["runs"]): number {
  if (runs.length === 0) return 0;
  const done = runs.map(({ status, step, totalSteps }) =>
    isEnded(status) ? 1 : Math.min(1, (step ?? 0) / totalSteps),
  );
  return done.reduce((sum, share) => sum + share, 0) / runs.length;
}
