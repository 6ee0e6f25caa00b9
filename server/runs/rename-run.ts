import { z } from "zod";
import { RunId } from "../../db/contract/identifiers";
import * as store from "../../db/store/runs/runs";
import type { ServerContext } from "../context";

export const RenameRun = z.object({
  id: RunId,
  name: z.string().trim().min(1, "Give the run a name").max(120, "A run's name has at most 120 characters"),
});
export type RenameRun = z.infer<typeof RenameRun>;

export function renameRun(ctx: ServerContext, { id, name }: RenameRun): { id: string; name: string } {
  store.renameRun(ctx.db, id, name);
  return { id, name };
}
