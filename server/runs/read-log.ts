import { z } from "zod";
import { RunId } from "../../db/contract/identifiers";
import type { LogPage } from "../../db/contract/read-models";
import { readLog } from "../../db/store/log-lines";
import { getRun } from "../../db/store/runs/runs";
import type { ServerContext } from "../context";

export const ReadRunLog = z.object({
  id: RunId,
  /** Lines older than this one; from LogPage.nextBefore. */
  before: z.number().int().optional(),
  limit: z.number().int().min(1).max(1000).default(200),
});
export type ReadRunLog = z.infer<typeof ReadRunLog>;

/** The newest lines, or those before a line; oldest of them first. */
export function readRunLog(ctx: ServerContext, { id, ...page }: ReadRunLog): LogPage {
  getRun(ctx.db, id);
  return readLog(ctx.db, { runId: id, ...page });
}
