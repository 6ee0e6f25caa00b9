import { GradiometerError } from "../../db/contract/errors";
import { isUserConfig } from "../../db/contract/run-config";
import { hasTrainer, isResumable, type RunStatus } from "../../db/contract/statuses";
import { enqueueLaunch } from "../../db/store/experiments/launches";
import { changeStatus, getRun, type StoredRun } from "../../db/store/runs/runs";
import { durably } from "../../db/transaction";
import type { ServerContext } from "../context";
import { isTrainerAlive } from "../launcher/trainer-rows";
import { onlyOnCommandLine } from "../launches/launch-run";
import type { OneRun } from "./inputs";
import { trainableConfig } from "./trainable-config";

/** Queues a run that ended without an outcome: its next trainer goes on from the last whole checkpoint. */
export function resumeRun(ctx: ServerContext, { id }: OneRun): { id: string } {
  durably(ctx.db, () => {
    const run = checkResumable(ctx, { id });
    const { attempt, status } = run;
    if (isUserConfig(trainableConfig(run))) throw onlyOnCommandLine("resume", id);
    if (changeStatus(ctx.db, id, { status: "queued" }, { from: [status], attempt }))
      enqueueLaunch(ctx.db, id);
  });
  ctx.wakeLauncher();
  return { id };
}

/** The run, where it can be gone on with; otherwise a conflict that says why not and what to do instead. */
export function checkResumable(ctx: ServerContext, { id }: OneRun): StoredRun {
  const run = getRun(ctx.db, id);
  if (isResumable(run.status)) return run;
  if (hasTrainer(run.status) && isTrainerAlive(run) === false) {
    // Its trainer was killed where nobody saw it.
    const message = "The trainer is gone, and nobody saw how it ended.";
    changeStatus(
      ctx.db,
      id,
      { status: "lost", message },
      { from: ["running", "paused"], attempt: run.attempt },
    );
    return getRun(ctx.db, id);
  }
  throw new GradiometerError("conflict", `"${run.name}" ${reasons[run.status]}.`);
}

const reasons: Record<RunStatus, string> = {
  queued: "waits for a trainer already; there is nothing to resume",
  running: "is being trained; there is nothing to resume",
  paused: "is paused by a guardrail; let it continue: gradiometer continue <run>",
  finished:
    "has finished; to train it further, fork it with more steps: gradiometer fork <run> --set steps=...",
  diverged:
    "diverged and would do so again at the same step; fork it from before with another setting: gradiometer fork <run> --at-step ... --set ...",
  cancelled: "",
  crashed: "",
  lost: "",
};
