import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { isEnded } from "../../../db/contract/statuses";
import { launchQueue, markStarted } from "../../../db/store/experiments/launches";
import { getRun } from "../../../db/store/runs/runs";
import type { ServerContext } from "../../context";
import { lockHolder } from "../../home/lock-home";
import { startTrainer } from "../../launcher/start-trainer";
import { createLocalMonitor } from "./judge-runs";
import { recordKilledTrainer } from "./record-killed-trainer";

const roundMs = 500;

/**
 * Sees a set of queued runs through to their ends. A server on this data home trains them and this
 * only watches; while there is none, it starts their trainers itself, `slots` at a time. Trainers
 * outlive it, so whatever stops it loses nothing.
 */
export async function runQueued(
  ctx: ServerContext,
  runIds: readonly string[],
  options: { slots: number; backend?: string | undefined; onRound(): void; stop: AbortSignal },
): Promise<void> {
  const children = new Map<string, ChildProcess>();
  const monitor = createLocalMonitor(ctx);
  const kill = () => {
    for (const child of children.values()) child.kill("SIGKILL");
  };
  options.stop.addEventListener("abort", kill);
  try {
    while (runIds.some((id) => !isEnded(getRun(ctx.db, id).status)) || children.size > 0) {
      if (!lockHolder(ctx.home)) startWaiting(ctx, runIds, children, options);
      monitor.round();
      options.onRound();
      await sleep(roundMs);
    }
    monitor.round();
  } finally {
    options.stop.removeEventListener("abort", kill);
  }
}

function startWaiting(
  ctx: ServerContext,
  runIds: readonly string[],
  children: Map<string, ChildProcess>,
  { slots, backend }: { slots: number; backend?: string | undefined },
): void {
  const waiting = launchQueue(ctx.db).filter(({ runId }) => runIds.includes(runId));
  for (const { id, runId } of waiting) {
    if (children.size >= slots) return;
    if (!markStarted(ctx.db, id)) continue;
    const trainer = startTrainer(ctx.home, runId, backend);
    if (!trainer) {
      recordKilledTrainer(ctx, runId, { code: null, signal: null, interrupted: false });
      continue;
    }
    children.set(runId, trainer.child);
    trainer.child.once("exit", (code, signal) => {
      children.delete(runId);
      recordKilledTrainer(ctx, runId, { code, signal, interrupted: false });
    });
  }
}
