import { z } from "zod";
import { countUnseenAlerts, markSeen } from "../../db/store/alerts/alerts";
import type { ServerContext } from "../context";

/** Without ids: all. */
export const MarkAlertsSeen = z
  .object({ ids: z.array(z.string().max(64)).max(1000).optional() })
  .prefault({});
export type MarkAlertsSeen = z.infer<typeof MarkAlertsSeen>;

export function markAlertsSeen(ctx: ServerContext, { ids }: MarkAlertsSeen): { unseen: number } {
  markSeen(ctx.db, ids);
  return { unseen: countUnseenAlerts(ctx.db) };
}
