import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import { RunId, Step } from "../../db/contract/identifiers";
import type { LayerNorms } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

export const ReadLayers = z.object({
  runId: RunId,
  network: z.string().min(1).max(100),
  metric: z.enum(["gradient_norm", "gradient_norm_clipped"]).default("gradient_norm"),
  width: z.number().int().min(1).max(2000).default(200),
  fromStep: Step.optional(),
  toStep: Step.optional(),
});
export type ReadLayers = z.infer<typeof ReadLayers>;

export function readLayers(_ctx: ServerContext, _input: ReadLayers): LayerNorms {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
