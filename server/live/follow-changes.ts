import { setTimeout as delay } from "node:timers/promises";
import type { LiveChange } from "../../db/contract/read-models";
import { inSnapshot } from "../../db/transaction";
import { readAlerts } from "../alerts/list-alerts";
import type { ServerContext } from "../context";
import { countTraining } from "../state/read-state";

/** At most four changes a second reach a page, however fast trainers write. */
const intervalMs = 250;

/**
 * What changed since the last look, until the client leaves or the server stops. The first one comes
 * at once with the runs that train now. It asks the database's change counter, so it sees what
 * trainers, the monitor and other processes wrote as well as this one.
 */
export async function* followChanges(
  ctx: ServerContext,
  signal: AbortSignal | undefined,
): AsyncGenerator<LiveChange> {
  const ended = signal ? AbortSignal.any([signal, ctx.stopping]) : ctx.stopping;
  let seen = readCounter(ctx);
  yield inSnapshot(ctx.db, () => ({
    runs: readRuns(ctx, "status = 'running' AND change >= ?", 0),
    episodeRunIds: [],
    alerts: [],
    state: countTraining(ctx.db),
  }));
  while (await waited(ended)) {
    const change = inSnapshot(ctx.db, () => {
      const since = seen;
      seen = readCounter(ctx);
      return seen > since ? readChange(ctx, since) : undefined;
    });
    if (change) yield change;
  }
}

const waited = (ended: AbortSignal): Promise<boolean> =>
  delay(intervalMs, undefined, { signal: ended }).then(
    () => !ended.aborted,
    () => false,
  );

const readCounter = (ctx: ServerContext): number =>
  ctx.db.statement("SELECT value FROM change_counter").pluck().get() as number;

function readChange(ctx: ServerContext, since: number): LiveChange {
  return {
    runs: readRuns(ctx, "change > ?", since),
    episodeRunIds: ctx.db
      .statement("SELECT DISTINCT run_id FROM episode WHERE change > ?")
      .pluck()
      .all(since) as string[],
    alerts: readAlerts(ctx, { changedSince: since, limit: 100 }),
    state: countTraining(ctx.db),
  };
}

const readRuns = (ctx: ServerContext, where: string, since: number): LiveChange["runs"] =>
  ctx.db
    .statement(
      `SELECT id, status, step, total_steps AS totalSteps, experiment_id AS experimentId FROM run WHERE ${where}`,
    )
    .all(since) as LiveChange["runs"];
