import { z } from "zod";
import { RunId } from "../../db/contract/identifiers";
import type { MediaItem } from "../../db/contract/read-models";
import type { ServerContext } from "../context";
import { findRun } from "./find-run";

export const ListRunMedia = z.object({ id: RunId, name: z.string().max(200).optional() });
export type ListRunMedia = z.infer<typeof ListRunMedia>;

/** A run's images in step order. */
export function listRunMedia(ctx: ServerContext, { id, name }: ListRunMedia): MediaItem[] {
  findRun(ctx, id);
  return ctx.db
    .statement(
      `SELECT step, name, sha256, width, height FROM media
       WHERE run_id = :id AND (:name IS NULL OR name = :name) ORDER BY step, name`,
    )
    .all({ id, name: name ?? null }) as MediaItem[];
}
