import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import { SeriesName } from "../../db/contract/events";
import { ExperimentId } from "../../db/contract/identifiers";
import type { ArmCurve } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

export const ReadCurves = z.object({
  id: ExperimentId,
  series: SeriesName,
  width: z.number().int().min(1).max(2000).default(300),
});
export type ReadCurves = z.infer<typeof ReadCurves>;

export function readCurves(_ctx: ServerContext, _input: ReadCurves): ArmCurve[] {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
