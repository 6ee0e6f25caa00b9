import { z } from "zod";
import { RunId } from "../../db/contract/identifiers";
import type { LogPage } from "../../db/contract/read-models";
import type { ServerContext } from "../context";
import { findRun } from "./find-run";

export const ReadRunLog = z.object({
  id: RunId,
  /** Lines older than this one; from LogPage.nextBefore. */
  before: z.number().int().optional(),
  limit: z.number().int().min(1).max(1000).default(200),
});
export type ReadRunLog = z.infer<typeof ReadRunLog>;

/** The newest lines, or those before a line; oldest of them first. */
export function readRunLog(ctx: ServerContext, { id, before, limit }: ReadRunLog): LogPage {
  findRun(ctx, id);
  const newestFirst = ctx.db
    .statement(
      `SELECT id, wall_time AS wallTimeMs, level, text FROM log_line
       WHERE run_id = ? AND id < ? ORDER BY id DESC LIMIT ?`,
    )
    .all(id, before ?? Number.MAX_SAFE_INTEGER, limit + 1) as LogPage["lines"];
  const lines = newestFirst.slice(0, limit).reverse();
  return { lines, nextBefore: newestFirst.length > limit ? (lines[0]?.id ?? null) : null };
}
