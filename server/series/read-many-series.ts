import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import { RunId, Step } from "../../db/contract/identifiers";
import type { SeriesData } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

export const ReadManySeries = z.object({
  runIds: z.array(RunId).max(50, "At most 50 runs can be charted at once; compare fewer"),
  names: z.array(z.string().max(200)).max(100).optional(),
  fromStep: Step.optional(),
  toStep: Step.optional(),
  /** Buckets a series. */
  width: z.number().int().min(1).max(5000).default(2000),
});
export type ReadManySeries = z.infer<typeof ReadManySeries>;

export function readManySeries(_ctx: ServerContext, _input: ReadManySeries): SeriesData[] {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
