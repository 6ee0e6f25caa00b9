import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import { RunId } from "../../db/contract/identifiers";
import type { MediaItem } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

export const ListRunMedia = z.object({ id: RunId, name: z.string().max(200).optional() });
export type ListRunMedia = z.infer<typeof ListRunMedia>;

export function listRunMedia(_ctx: ServerContext, _input: ListRunMedia): MediaItem[] {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
