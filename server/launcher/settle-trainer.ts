import { changeStatus } from "../../db/store/runs/runs";
import type { ServerContext } from "../context";
import { logTail } from "./log-tail";
import { type Silence, silenceByClock } from "./silence";
import { isTrainerAlive, type TrainerRow } from "./trainer-rows";

/** How a trainer that this server started came to its end. */
export interface TrainerExit {
  pid: number;
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Without a known process, silence for this long means that it is gone: 15 missed heartbeats. */
const silenceMs = 15_000;
/** A program that records over HTTP is heard of when it has something to say: between two epochs, say. */
const externalSilenceMs = 5 * 60_000;
/** A process that cannot be found but was heard of this recently may live in another container. */
const recentMs = 3_000;

/**
 * Ends a run whose trainer is gone without having said how: `crashed` where its exit code tells of a
 * failure, `lost` where it was killed or nobody saw it go. A trainer that lives is left alone, however
 * long it is silent: a sleeping laptop is no crash. True when the run was ended.
 */
export function settleTrainer(
  ctx: ServerContext,
  row: TrainerRow,
  exit: TrainerExit | undefined,
  silence: Silence = silenceByClock,
): boolean {
  const ownExit = exit?.pid === row.pid ? exit : undefined;
  if (!ownExit) {
    const alive = isTrainerAlive(row);
    const silentFor = silence(row);
    const unknownMs = row.isExternal ? externalSilenceMs : silenceMs;
    if (alive || silentFor < (alive === undefined ? unknownMs : recentMs)) return false;
  }
  const ending = describeEnding(row, ownExit);
  const tail = logTail(ctx.home, row.runId);
  const message = tail ? `${ending.message} Its last output:\n${tail}` : ending.message;
  // Conditional: the trainer's own last word, or a new attempt, came first if it came at all.
  const ended = changeStatus(
    ctx.db,
    row.runId,
    { status: ending.status, message, ...(row.step === null ? {} : { step: row.step }) },
    { from: ["running", "paused"], attempt: row.attempt },
  );
  if (ended)
    ctx.log.warn(
      { run: row.runId, trainer: row.pid, exit: ownExit, status: ending.status },
      "a trainer is gone",
    );
  return ended;
}

function describeSilence({ cancelRequestedAt, heartbeatAt }: TrainerRow) {
  const heard = `nothing has come from the program that trains it since ${new Date(heartbeatAt ?? 0).toISOString()}`;
  if (cancelRequestedAt !== null) return { status: "cancelled", message: `Cancelled: ${heard}.` } as const;
  return {
    status: "lost",
    message: `${heard[0]?.toUpperCase()}${heard.slice(1)}. It goes on with the next batch that arrives.`,
  } as const;
}

function describeEnding(row: TrainerRow, exit: TrainerExit | undefined) {
  if (row.isExternal) return describeSilence(row);
  const who = row.pid === null ? "The trainer" : `The trainer (pid ${row.pid})`;
  const last = row.step === null ? "before its first step was stored" : `after step ${row.step} was stored`;
  if (row.cancelRequestedAt !== null)
    return { status: "cancelled", message: `Cancelled: ${who.toLowerCase()} was stopped ${last}.` } as const;
  if (exit?.code !== null && exit?.code !== undefined)
    return {
      status: "crashed",
      message: `${who} ended with exit code ${exit.code} ${last}, without saying why.`,
    } as const;
  const how = exit?.signal
    ? `was killed by ${exit.signal} ${last}${exit.signal === "SIGKILL" ? " (kill -9, or the system was out of memory)" : ""}`
    : `is gone: it ended ${last} and nobody saw how (killed, out of memory, or the machine restarted)`;
  return { status: "lost", message: `${who} ${how}. Everything it stored is kept.` } as const;
}
