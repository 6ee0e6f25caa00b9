import { z } from "zod";
import { nextChange } from "../../db/store/change-counter";
import { inTransaction } from "../../db/transaction";
import type { ServerContext } from "../context";

/** Without ids: all. */
export const MarkAlertsSeen = z
  .object({ ids: z.array(z.string().max(64)).max(1000).optional() })
  .prefault({});
export type MarkAlertsSeen = z.infer<typeof MarkAlertsSeen>;

export function markAlertsSeen(ctx: ServerContext, { ids }: MarkAlertsSeen): { unseen: number } {
  return inTransaction(ctx.db, () => {
    ctx.db
      .statement(
        `UPDATE alert SET seen_at = :now, change = :change
         WHERE seen_at IS NULL AND (:ids IS NULL OR id IN (SELECT value FROM json_each(:ids)))`,
      )
      .run({ now: Date.now(), change: nextChange(ctx.db), ids: ids ? JSON.stringify(ids) : null });
    const unseen = ctx.db
      .statement("SELECT count(*) FROM alert WHERE seen_at IS NULL")
      .pluck()
      .get() as number;
    return { unseen };
  });
}
