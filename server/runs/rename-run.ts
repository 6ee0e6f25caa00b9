import { z } from "zod";
import { RunId } from "../../db/contract/identifiers";
import { nextChange } from "../../db/store/change-counter";
import { durably } from "../../db/transaction";
import type { ServerContext } from "../context";
import { findRun } from "./find-run";

export const RenameRun = z.object({
  id: RunId,
  name: z.string().trim().min(1, "Give the run a name").max(120, "A run's name has at most 120 characters"),
});
export type RenameRun = z.infer<typeof RenameRun>;

export function renameRun(ctx: ServerContext, { id, name }: RenameRun): { id: string; name: string } {
  return durably(ctx.db, () => {
    findRun(ctx, id);
    ctx.db.statement("UPDATE run SET name = ?, change = ? WHERE id = ?").run(name, nextChange(ctx.db), id);
    return { id, name };
  });
}
