import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import type { AlertRow } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

export const ListAlerts = z.object({ limit: z.number().int().min(1).max(1000).default(100) }).prefault({});
export type ListAlerts = z.infer<typeof ListAlerts>;

export function listAlerts(_ctx: ServerContext, _input: ListAlerts): AlertRow[] {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
