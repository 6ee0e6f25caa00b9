import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import { RunId } from "../../db/contract/identifiers";
import type { LogPage } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

export const ReadRunLog = z.object({
  id: RunId,
  /** Lines older than this one; from LogPage.nextBefore. */
  before: z.number().int().optional(),
  limit: z.number().int().min(1).max(1000).default(200),
});
export type ReadRunLog = z.infer<typeof ReadRunLog>;

export function readRunLog(_ctx: ServerContext, _input: ReadRunLog): LogPage {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
