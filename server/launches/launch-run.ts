import { z } from "zod";
import { assertLaunchable } from "../../db/contract/assert-launchable";
import { GradiometerError } from "../../db/contract/errors";
import { isUserConfig, RunConfig } from "../../db/contract/run-config";
import { enqueueLaunch } from "../../db/store/experiments/launches";
import { createRun } from "../../db/store/runs/runs";
import { durably } from "../../db/transaction";
import type { ServerContext } from "../context";

export const LaunchRun = z.object({ config: RunConfig, name: z.string().trim().min(1).max(120).optional() });
export type LaunchRun = z.infer<typeof LaunchRun>;

/**
 * A module of a person's own is run by that person's command line and never for a page or another machine, which
 * could otherwise run any file of this one.
 */
export const onlyOnCommandLine = (
  command: "train" | "compare" | "resume" | "fork",
  /** The module, or a run of it. */
  what: string,
) =>
  new GradiometerError(
    "invalid",
    `A workload of your own starts on the command line: gradiometer ${command} ${what}.`,
  );

/** Queues one run of a built-in workload. */
export function launchRun(ctx: ServerContext, { config, name }: LaunchRun): { runId: string } {
  if (isUserConfig(config)) throw onlyOnCommandLine("train", config.module);
  assertLaunchable(config);
  const runId = durably(ctx.db, () => {
    const created = createRun(ctx.db, { config, ...(name ? { name } : {}) });
    enqueueLaunch(ctx.db, created);
    return created;
  });
  ctx.wakeLauncher();
  return { runId };
}
