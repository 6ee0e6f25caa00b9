import {
  markStarted,
  nextLaunch,
  requeueLaunch,
  unclaimedLaunches,
} from "../../db/store/experiments/launches";
import { changeStatus } from "../../db/store/runs/runs";
import type { ServerContext } from "../context";
import { recurring } from "../recurring";
import { logTail } from "./log-tail";
import { pinnedBackend } from "./pinned-backend";
import { settleTrainer, type TrainerExit } from "./settle-trainer";
import { watchSilence } from "./silence";
import { startTrainer } from "./start-trainer";
import { createStopper } from "./stop-trainer";
import { isTrainerAlive, occupiedSlots, trainerRows } from "./trainer-rows";

const roundMs = 500;
/** A trainer claims its run within seconds of its start, also on a loaded machine. */
const claimPatienceMs = 60_000;

interface LaunchedTrainer {
  /** Once its process is gone. */
  exit?: TrainerExit;
}

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
  /**
   * The processes that this server started, by launch, until their end has been dealt with. Not by run: one that was
   * resumed may have its next trainer before the last one's process is gone.
   */
  const trainers = new Map<number, LaunchedTrainer>();
  const stopTrainer = createStopper(ctx.log);
  const silence = watchSilence();
  let woken = false;

  const round = recurring(
    ctx.log,
    "the launcher",
    () => {
      const rows = trainerRows(ctx.db);
      for (const row of rows) {
        stopTrainer(row);
        settleTrainer(ctx, row, exitOf(row.pid), silence.of);
      }
      silence.forget(rows);
      settleUnclaimed();
      forgetEnded();
      fillSlots();
    },
    undefined,
  );

  function exitOf(pid: number | null): TrainerExit | undefined {
    for (const { exit } of trainers.values()) if (exit?.pid === pid) return exit;
    return undefined;
  }

  /** Trainers that were started and never took up their run. */
  function settleUnclaimed(): void {
    for (const { id, runId, startedAt } of unclaimedLaunches(ctx.db)) {
      const trainer = trainers.get(id);
      if (trainer?.exit) {
        const { code, signal } = trainer.exit;
        fail(runId, `The trainer ended with ${signal ?? `exit code ${code}`} before it took up its run.`);
      } else if (!trainer && startedAt < Date.now() - claimPatienceMs && requeueLaunch(ctx.db, id))
        ctx.log.warn({ run: runId }, "a started trainer never took up its run; queued again");
    }
  }

  /** All but those whose run still goes as running: a later round settles it by the exit. */
  function forgetEnded(): void {
    const owners = new Set(trainerRows(ctx.db).map(({ pid }) => pid));
    for (const [launchId, { exit }] of trainers) if (exit && !owners.has(exit.pid)) trainers.delete(launchId);
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
      if (markStarted(ctx.db, next.id)) start(next);
    }
  }

  function start({ id, runId }: { id: number; runId: string }): void {
    const started = startTrainer(ctx.home, runId, pinnedBackend(ctx.db, ctx.home, runId));
    if (!started) {
      fail(runId, "The system could not start a trainer process; it may be out of memory or of processes.");
      return;
    }
    const { child, pid } = started;
    ctx.log.info({ run: runId, trainer: pid }, "trainer started");
    const trainer: LaunchedTrainer = {};
    trainers.set(id, trainer);
    child.once("exit", (code, signal) => {
      trainer.exit = { pid, code, signal };
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
