import { markDelivered, markFailed } from "../../db/store/alerts/alerts";
import type { ServerContext } from "../context";
import { recurring } from "../recurring";
import { isGivenUp, retryDelayMs } from "./retry-delay";
import { describeFailure, sendWebhook, statusProblem } from "./send-webhook";
import { toldTogether } from "./told-together";
import { webhookBody } from "./webhook-body";

const roundMs = 250;
/** Sent at once; a receiver that hangs holds up no more than its share. */
const atOnce = 4;

interface DueDelivery {
  id: number;
  alertId: string;
  target: string;
  attempts: number;
  event: "opened" | "ended";
  episodeId: string;
  createdAt: number;
}

export interface Outbox {
  stop(): Promise<void>;
}

/**
 * Sends what is due in the table `delivery`, where the monitor puts each delivery together with its
 * alert. A delivery is marked only after the receiver answered, so a crash in between sends it again
 * under the same Idempotency-Key: at least once, never silently not at all.
 */
export function startOutbox(ctx: ServerContext): Outbox {
  const underway = new Map<number, Promise<void>>();

  const round = recurring(
    ctx.log,
    "the outbox",
    () => {
      for (const delivery of due(ctx, atOnce - underway.size, [...underway.keys()])) {
        const sending = deliver(ctx, delivery)
          .catch((error) =>
            ctx.log.error({ err: error, delivery: delivery.id }, "a delivery could not be recorded"),
          )
          .finally(() => underway.delete(delivery.id));
        underway.set(delivery.id, sending);
      }
    },
    undefined,
  );
  const timer = setInterval(round, roundMs);
  round();
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(underway.values());
    },
  };
}

/** The first due delivery of each alert: its end is not told before its beginning was. */
function due(ctx: ServerContext, limit: number, except: readonly number[]): DueDelivery[] {
  if (limit <= 0) return [];
  return ctx.db
    .statement(
      `SELECT delivery.id, alert_id AS alertId, target, attempts, event, episode_id AS episodeId,
         alert.created_at AS createdAt
       FROM delivery JOIN alert ON alert.id = delivery.alert_id
       WHERE state = 'pending' AND next_attempt_at <= :now
         AND delivery.id NOT IN (SELECT value FROM json_each(:except))
         AND NOT EXISTS (
           SELECT 1 FROM alert AS earlier JOIN delivery AS before ON before.alert_id = earlier.id
           WHERE alert.event = 'ended' AND earlier.episode_id = alert.episode_id AND earlier.event = 'opened'
             AND before.state = 'pending')
       ORDER BY next_attempt_at, delivery.id LIMIT :limit`,
    )
    .all({ now: Date.now(), except: JSON.stringify(except), limit }) as DueDelivery[];
}

async function deliver(ctx: ServerContext, delivery: DueDelivery): Promise<void> {
  const problem = await attempt(ctx, delivery);
  if (ctx.stopping.aborted && problem !== undefined) return;
  record(ctx, delivery, problem);
  if (problem === undefined) ctx.log.info({ alert: delivery.alertId }, "alert delivered");
  else
    ctx.log.warn(
      { alert: delivery.alertId, attempts: delivery.attempts + 1, problem },
      "alert not delivered",
    );
}

/** Undefined when the receiver took it, else why not. */
async function attempt(ctx: ServerContext, delivery: DueDelivery): Promise<string | undefined> {
  try {
    const [first, ...others] = toldTogether(ctx.db, { id: delivery.alertId, episodeId: delivery.episodeId });
    if (!first) return undefined;
    const body = webhookBody(delivery.event, first, others, ctx.url);
    const status = await sendWebhook(
      { id: delivery.alertId, target: delivery.target, body },
      { allowPrivate: ctx.allowPrivateWebhooks, signal: ctx.stopping },
    );
    return statusProblem(status);
  } catch (error) {
    return describeFailure(error);
  }
}

function record(
  ctx: ServerContext,
  { id, attempts, createdAt }: DueDelivery,
  problem: string | undefined,
): void {
  if (problem === undefined) {
    markDelivered(ctx.db, id);
    return;
  }
  const now = Date.now();
  const nextAttemptAt = isGivenUp(createdAt, now) ? null : now + retryDelayMs(attempts + 1);
  markFailed(ctx.db, id, { error: problem, nextAttemptAt });
}
