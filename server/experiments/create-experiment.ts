import type { CreateExperiment } from "../../db/contract/experiment";
import { isUserConfig } from "../../db/contract/run-config";
import * as store from "../../db/store/experiments/experiments";
import type { ServerContext } from "../context";
import { onlyOnCommandLine } from "../launches/launch-run";

/** Queues arms x seeds of a built-in workload, all or nothing. */
export function createExperiment(
  ctx: ServerContext,
  input: CreateExperiment,
): { id: string; runIds: string[] } {
  if (isUserConfig(input.config)) throw onlyOnCommandLine("compare", input.config.module);
  const { experimentId, runIds } = store.createExperiment(ctx.db, input);
  ctx.wakeLauncher();
  return { id: experimentId, runIds };
}
