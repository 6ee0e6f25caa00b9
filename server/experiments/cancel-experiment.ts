import * as store from "../../db/store/experiments/experiments";
import type { ServerContext } from "../context";
import type { OneExperiment } from "./inputs";

/** Ends every run that has not ended; returns their ids. */
export function cancelExperiment(
  ctx: ServerContext,
  { id }: OneExperiment,
): { id: string; cancelled: string[] } {
  const cancelled = store.cancelExperiment(ctx.db, id);
  ctx.wakeLauncher();
  return { id, cancelled };
}
