import { z } from "zod";
import type { AlertRow } from "../../db/contract/read-models";
import * as store from "../../db/store/alerts/alerts";
import type { ServerContext } from "../context";

export const ListAlerts = z.object({ limit: z.number().int().min(1).max(1000).default(100) }).prefault({});
export type ListAlerts = z.infer<typeof ListAlerts>;

/** Newest first, each with its deliveries. */
export function listAlerts(ctx: ServerContext, input: ListAlerts): AlertRow[] {
  return store.listAlerts(ctx.db, input);
}
