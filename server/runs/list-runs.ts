import type { z } from "zod";
import * as store from "../../db/store/runs/runs";
import type { ServerContext } from "../context";

export const ListRuns = store.ListRuns.prefault({});
export type ListRuns = z.infer<typeof ListRuns>;

/** A page of the runs table, the latest start first unless sorted. */
export function listRuns(ctx: ServerContext, input: ListRuns): store.RunPage {
  return store.listRuns(ctx.db, input);
}
