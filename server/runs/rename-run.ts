import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import { RunId } from "../../db/contract/identifiers";
import type { ServerContext } from "../context";

export const RenameRun = z.object({
  id: RunId,
  name: z.string().trim().min(1, "Give the run a name").max(120),
});
export type RenameRun = z.infer<typeof RenameRun>;

export function renameRun(_ctx: ServerContext, _input: RenameRun): { id: string; name: string } {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
