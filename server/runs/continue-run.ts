import { GradiometerError } from "../../db/contract/errors";
import { isResumable } from "../../db/contract/statuses";
import { getRun, requestContinue } from "../../db/store/runs";
import type { ServerContext } from "../context";
import type { OneRun } from "./inputs";

/** Lets a run continue that a guardrail has paused; its trainer reads that within a second. */
export function continueRun(ctx: ServerContext, { id }: OneRun): { id: string } {
  if (requestContinue(ctx.db, id) === "not-paused") {
    const { name, status } = getRun(ctx.db, id);
    throw new GradiometerError(
      "conflict",
      `"${name}" is ${status}, not paused; there is nothing to continue${isResumable(status) ? `; go on with it from its last checkpoint: gradiometer resume ${id}` : ""}.`,
    );
  }
  return { id };
}
