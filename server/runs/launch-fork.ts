import { z } from "zod";
import { assertLaunchable } from "../../db/contract/assert-launchable";
import { RunId, Step } from "../../db/contract/identifiers";
import { isUserConfig, RunConfig } from "../../db/contract/run-config";
import { enqueueLaunch } from "../../db/store/experiments/launches";
import { durably } from "../../db/transaction";
import type { ServerContext } from "../context";
import { onlyOnCommandLine } from "../launches/launch-run";
import { type Fork, forkRun } from "./fork-run";

export const LaunchFork = z.object({
  /** The run to fork. */
  id: RunId,
  /** It starts from the last whole checkpoint at or before this step. */
  atStep: Step,
  config: RunConfig,
});
export type LaunchFork = z.infer<typeof LaunchFork>;

/** Queues a run that starts from a checkpoint of another one, with other settings. */
export function launchFork(ctx: ServerContext, input: LaunchFork): Fork {
  if (isUserConfig(input.config)) throw onlyOnCommandLine("fork", input.id);
  assertLaunchable(input.config);
  const fork = durably(ctx.db, () => {
    const created = forkRun(ctx, input);
    enqueueLaunch(ctx.db, created.runId);
    return created;
  });
  ctx.wakeLauncher();
  return fork;
}
