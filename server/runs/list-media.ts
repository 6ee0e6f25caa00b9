import { z } from "zod";
import { RunId } from "../../db/contract/identifiers";
import type { MediaItem } from "../../db/contract/read-models";
import { listMedia } from "../../db/store/media/media";
import { getRun } from "../../db/store/runs/runs";
import type { ServerContext } from "../context";

export const ListRunMedia = z.object({ id: RunId, name: z.string().max(200).optional() });
export type ListRunMedia = z.infer<typeof ListRunMedia>;

/** A run's images in step order. */
export function listRunMedia(ctx: ServerContext, { id, name }: ListRunMedia): MediaItem[] {
  getRun(ctx.db, id);
  return listMedia(ctx.db, id, name);
}
