import type { ChildProcess } from "node:child_process";
import { markStarted, nextLaunch, requeueLaunch, unclaimedLaunches } from "../../db/store/launches";
import { changeStatus, findRun } from "../../db/store/runs";
import type { ServerContext } from "../context";
import { recurring } from "../recurring";
import { logTail } from "./log-tail";
import { pinnedBackend } from "./pinned-backend";
import { settleTrainer, type TrainerExit } from "./settle-trainer";
import { startTrainer } from "./start-trainer";
import { createStopper } from "./stop-trainer";
import { isTrainerAlive, occupiedSlots, trainerRows } from "./trainer-rows";

const roundMs = 500;
/** A trainer claims its run within seconds of its start, also on a loaded machine. */
const claimPatienceMs = 60_000;

export interface Launcher {
  /** Looks at queue and trainers now. */
  wake(): void;
  /** Trainings that were under way when this launcher began. */
  adopted: number;
  /** Trainers go on; the next server takes them up again. */
  stop(): void;
}

/**
 * Starts queued runs as slots come free and watches every trainer, also those that an earlier server
 * or the command line started: what it knows of them stands in the database, not in its memory.
 */
export function startLauncher(ctx: ServerContext): Launcher {
  const children = new Map<string, ChildProcess>();
  const exits = new Map<string, TrainerExit>();
  const stopTrainer = createStopper(ctx.log);
  let woken = false;

  const round = recurring(
    ctx.log,
    "the launcher",
    () => {
      for (const row of trainerRows(ctx.db)) {
        stopTrainer(row);
        settleTrainer(ctx, row, exits.get(row.runId));
      }
      settleUnclaimed();
      fillSlots();
    },
    undefined,
  );

  /** Trainers that were started and never took up their run. */
  function settleUnclaimed(): void {
    for (const [runId, exit] of exits) {
      const run = findRun(ctx.db, runId);
      if (run?.status === "queued")
        fail(
          runId,
          `The trainer ended with ${exit.signal ?? `exit code ${exit.code}`} before it took up its run.`,
        );
      if (run?.pid !== exit.pid || run.status !== "running") exits.delete(runId);
    }
    for (const { id, runId } of unclaimedLaunches(ctx.db, Date.now() - claimPatienceMs))
      if (!children.has(runId) && requeueLaunch(ctx.db, id))
        ctx.log.warn({ run: runId }, "a started trainer never took up its run; queued again");
  }

  function fail(runId: string, reason: string): void {
    const tail = logTail(ctx.home, runId);
    const message = tail ? `${reason} Its last output:\n${tail}` : reason;
    if (changeStatus(ctx.db, runId, { status: "crashed", message }, { from: ["queued"] }))
      ctx.log.error({ run: runId, reason }, "a trainer did not start");
  }

  function fillSlots(): void {
    for (let free = ctx.slots - occupiedSlots(ctx.db); free > 0; free--) {
      const next = nextLaunch(ctx.db);
      if (!next) return;
      if (markStarted(ctx.db, next.id)) start(next.runId);
    }
  }

  function start(runId: string): void {
    const trainer = startTrainer(ctx.home, runId, pinnedBackend(ctx.db, ctx.home, runId));
    if (!trainer) {
      fail(runId, "The system could not start a trainer process; it may be out of memory or of processes.");
      return;
    }
    const { child, pid } = trainer;
    ctx.log.info({ run: runId, trainer: pid }, "trainer started");
    children.set(runId, child);
    child.once("exit", (code, signal) => {
      children.delete(runId);
      exits.set(runId, { pid, code, signal });
      wake();
    });
  }

  function wake(): void {
    if (woken || ctx.stopping.aborted) return;
    woken = true;
    setImmediate(() => {
      woken = false;
      if (!ctx.stopping.aborted) round();
    });
  }

  const adopted = trainerRows(ctx.db).filter((row) => isTrainerAlive(row));
  if (adopted.length > 0)
    ctx.log.info({ runs: adopted.map(({ runId }) => runId) }, "trainers taken up again");
  const timer = setInterval(round, roundMs);
  wake();
  return { wake, adopted: adopted.length, stop: () => clearInterval(timer) };
}
