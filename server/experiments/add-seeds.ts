import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import { ExperimentId } from "../../db/contract/identifiers";
import type { ServerContext } from "../context";

export const AddSeeds = z.object({ id: ExperimentId, count: z.number().int().min(1).max(100) });
export type AddSeeds = z.infer<typeof AddSeeds>;

export function addSeeds(_ctx: ServerContext, _input: AddSeeds): { runIds: string[] } {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
