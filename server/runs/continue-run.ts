import { GradiometerError } from "../../db/contract/errors";
import { isResumable } from "../../db/contract/statuses";
import { getRun, requestContinue } from "../../db/store/runs/runs";
import type { ServerContext } from "../context";
import { isTrainerAlive } from "../launcher/trainer-rows";
import type { OneRun } from "./inputs";
import { checkResumable } from "./resume-run";

/** Lets a run continue that a guardrail has paused; its trainer reads that within a second. */
export function continueRun(ctx: ServerContext, { id }: OneRun): { id: string } {
  const run = getRun(ctx.db, id);
  // Marks a run as lost whose trainer was killed where nobody saw it.
  if (run.status === "paused" && isTrainerAlive(run) === false) checkResumable(ctx, { id });
  if (requestContinue(ctx.db, id) === "not-paused") {
    const { name, status } = getRun(ctx.db, id);
    throw new GradiometerError(
      "conflict",
      `"${name}" is ${status}, not paused; there is nothing to continue${isResumable(status) ? `; go on with it from its last checkpoint: gradiometer resume ${id}` : ""}.`,
    );
  }
  return { id };
}
