import { setTimeout as sleep } from "node:timers/promises";
import { isMonitored } from "../../../db/store/episodes/monitoring";
import { getRun } from "../../../db/store/runs/runs";
import type { ServerContext } from "../../context";
import { lockHolder } from "../../home/lock-home";
import { createMonitor, type Monitor } from "../../monitor/follow-runs";

/** A server's monitor is this far behind at most; a summary waits that long for its episodes. */
const patienceMs = 3_000;

/** Detectors over what was recorded here while no server's monitor could look at it. */
export function createLocalMonitor(ctx: ServerContext): { round(): void } {
  let monitor: Monitor | undefined;
  return {
    round() {
      if (lockHolder(ctx.home)) return;
      monitor ??= createMonitor(ctx.db, ctx.log);
      while (monitor.round());
    },
  };
}

/** Returns when the run's episodes are known: found here, or by the server on this data home. */
export async function judgeRun(ctx: ServerContext, runId: string, forMs = patienceMs): Promise<void> {
  createLocalMonitor(ctx).round();
  const until = Date.now() + forMs;
  while (Date.now() < until && !isJudged(ctx, runId)) await sleep(100);
}

function isJudged(ctx: ServerContext, runId: string): boolean {
  const run = getRun(ctx.db, runId);
  return run.attempt === 0 || isMonitored(ctx.db, run);
}
