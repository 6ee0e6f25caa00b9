import type { CreateExperiment } from "../../db/contract/experiment";
import * as store from "../../db/store/experiments";
import type { ServerContext } from "../context";

/** Queues arms x seeds, all or nothing. */
export function createExperiment(
  ctx: ServerContext,
  input: CreateExperiment,
): { id: string; runIds: string[] } {
  const { experimentId, runIds } = store.createExperiment(ctx.db, input);
  ctx.wakeLauncher();
  return { id: experimentId, runIds };
}
