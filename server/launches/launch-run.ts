import { z } from "zod";
import { refusalsOf } from "../../db/contract/compatibility";
import { GradiometerError } from "../../db/contract/errors";
import { RunConfig } from "../../db/contract/run-config";
import { enqueueLaunch } from "../../db/store/launches";
import { createRun } from "../../db/store/runs";
import { durably } from "../../db/transaction";
import type { ServerContext } from "../context";

export const LaunchRun = z.object({ config: RunConfig, name: z.string().trim().min(1).max(120).optional() });
export type LaunchRun = z.infer<typeof LaunchRun>;

/** Queues one run. */
export function launchRun(ctx: ServerContext, { config, name }: LaunchRun): { runId: string } {
  const conflicts = refusalsOf(config);
  if (conflicts.length > 0) throw new GradiometerError("invalid", `${conflicts.join(". ")}.`);
  const runId = durably(ctx.db, () => {
    const created = createRun(ctx.db, { config, ...(name ? { name } : {}) });
    enqueueLaunch(ctx.db, created);
    return created;
  });
  ctx.wakeLauncher();
  return { runId };
}
