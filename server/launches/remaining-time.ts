import type { ServerContext } from "../context";

interface Unfinished {
  id: string;
  step: number | null;
  totalSteps: number;
  secondsPerStep: number | null;
  running: 0 | 1;
}

/**
 * Milliseconds until the last of some runs has ended: the work of all runs that train now or wait
 * before it, spread over the slots. A run goes at its own pace, else at that of ended runs of its arm,
 * else of its workload. Null when nothing remains, or where there is no pace to judge by.
 */
export function remainingMs(ctx: ServerContext, runIds: readonly string[]): number | null {
  const asked = new Set(runIds);
  const line = unfinishedInOrder(ctx);
  const last = line.findLastIndex(({ id }) => asked.has(id));
  if (last < 0) return null;
  let total = 0;
  let longest = 0;
  for (const { step, totalSteps, secondsPerStep } of line.slice(0, last + 1)) {
    if (secondsPerStep === null) return null;
    const seconds = secondsPerStep * Math.max(0, totalSteps - (step ?? 0));
    total += seconds;
    longest = Math.max(longest, seconds);
  }
  return Math.round(1000 * Math.max(longest, total / ctx.slots));
}

/** Runs that train, then those that wait, in the order of the queue. */
function unfinishedInOrder(ctx: ServerContext): Unfinished[] {
  return ctx.db
    .statement(
      `WITH pace AS (
         SELECT workload, arm_id, avg((ended_at - started_at) / 1000.0 / step) AS seconds
         FROM run WHERE status = 'finished' AND step > 0 AND ended_at > started_at GROUP BY workload, arm_id
       )
       SELECT run.id, run.step, run.total_steps AS totalSteps, run.status = 'running' AS running,
         coalesce(
           CASE WHEN run.steps_per_second > 0 THEN 1.0 / run.steps_per_second END,
           (SELECT seconds FROM pace WHERE pace.arm_id = run.arm_id),
           (SELECT avg(seconds) FROM pace WHERE pace.workload = run.workload)
         ) AS secondsPerStep
       FROM run LEFT JOIN launch
         ON launch.run_id = run.id AND launch.started_at IS NULL AND launch.cancelled_at IS NULL
       WHERE run.status IN ('queued', 'running') AND run.workload <> 'external'
       ORDER BY running DESC, launch.id`,
    )
    .all() as Unfinished[];
}
