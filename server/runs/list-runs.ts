import type { z } from "zod";
import type { RunRow } from "../../db/contract/read-models";
import * as store from "../../db/store/runs";
import type { ServerContext } from "../context";

export const ListRuns = store.ListRuns.prefault({});
export type ListRuns = z.infer<typeof ListRuns>;

/** A page of the runs table, newest first unless sorted. */
export function listRuns(ctx: ServerContext, input: ListRuns): { rows: RunRow[]; total: number } {
  return store.listRuns(ctx.db, input);
}
