import { isEnded } from "../../../db/contract/statuses";
import { changeStatus, getRun } from "../../../db/store/runs/runs";
import type { ServerContext } from "../../context";
import { logTail } from "../../launcher/log-tail";

/** A trainer that was killed, or died before it could write, could not say so itself. */
export function recordKilledTrainer(
  ctx: ServerContext,
  runId: string,
  end: { code: number | null; signal: NodeJS.Signals | null; interrupted: boolean },
): void {
  if (isEnded(getRun(ctx.db, runId).status)) return;
  const how = end.signal ? `was killed by ${end.signal}` : `ended with exit code ${end.code}`;
  const lastWords = logTail(ctx.home, runId).split("\n").at(-1);
  changeStatus(ctx.db, runId, {
    status: end.interrupted ? "cancelled" : "crashed",
    message: `The trainer ${how}${lastWords ? `: ${lastWords}` : ""}`,
  });
}
