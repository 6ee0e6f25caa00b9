import { setTimeout as delay } from "node:timers/promises";
import type { LiveChange } from "../../db/contract/read-models";
import { getAlerts } from "../../db/store/alerts/alerts";
import { type ChangedRun, changeCounter, changesSince } from "../../db/store/changes";
import type { ServerContext } from "../context";
import { countTraining } from "../state/read-state";

/** At most four changes a second reach a page, however fast trainers write. */
const intervalMs = 250;

/**
 * What changed since the last look, until the client leaves or the server stops. The first one comes
 * at once, with no changes but the current counts. It asks the database's change counter, so it sees
 * what trainers, the monitor and other processes wrote as well as this one.
 */
export async function* followChanges(
  ctx: ServerContext,
  signal: AbortSignal | undefined,
): AsyncGenerator<LiveChange> {
  const ended = signal ? AbortSignal.any([signal, ctx.stopping]) : ctx.stopping;
  let seen = changeCounter(ctx.db);
  const since = Date.now();
  const rung = new Set<string>();
  yield { runs: [], episodeRunIds: [], alerts: [], ringing: [], state: countTraining(ctx.db) };
  while (await waited(ended)) {
    const { counter, runs, episodeRunIds, alertIds } = changesSince(ctx.db, seen);
    if (counter === seen) continue;
    seen = counter;
    const alerts = getAlerts(ctx.db, alertIds);
    const fresh = alerts.filter(({ id, createdAt }) => createdAt >= since && !rung.has(id));
    for (const { id } of fresh) rung.add(id);
    yield {
      runs: runs.map(presentChange),
      episodeRunIds,
      alerts,
      ringing: fresh.filter(({ seenAt }) => seenAt === null).map(({ id }) => id),
      state: countTraining(ctx.db),
    };
  }
}

const presentChange = ({ id, status, step, totalSteps, experimentId }: ChangedRun) => ({
  id,
  status,
  step,
  totalSteps,
  experimentId,
});

const waited = (ended: AbortSignal): Promise<boolean> =>
  delay(intervalMs, undefined, { signal: ended }).then(
    () => !ended.aborted,
    () => false,
  );
