import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import { RunConfig } from "../../db/contract/run-config";
import type { ServerContext } from "../context";

export const LaunchRun = z.object({ config: RunConfig, name: z.string().trim().min(1).max(120).optional() });
export type LaunchRun = z.infer<typeof LaunchRun>;

export function launchRun(_ctx: ServerContext, _input: LaunchRun): { runId: string } {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
