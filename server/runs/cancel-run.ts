import { GradiometerError } from "../../db/contract/errors";
import { getRun, requestCancel } from "../../db/store/runs/runs";
import type { ServerContext } from "../context";
import type { OneRun } from "./inputs";

/** Asks a run to stop; the launcher sees to it that its trainer does. */
export function cancelRun(
  ctx: ServerContext,
  { id }: OneRun,
): { id: string; state: "cancelled" | "requested" } {
  const state = requestCancel(ctx.db, id);
  if (state === "ended") {
    const { name, status } = getRun(ctx.db, id);
    throw new GradiometerError(
      "conflict",
      `"${name}" has ended already (${status}); there is nothing to cancel.`,
    );
  }
  ctx.wakeLauncher();
  return { id, state };
}
