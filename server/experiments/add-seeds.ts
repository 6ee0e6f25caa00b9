import { z } from "zod";
import { ExperimentId } from "../../db/contract/identifiers";
import * as store from "../../db/store/experiments/experiments";
import type { ServerContext } from "../context";

export const AddSeeds = z.object({
  id: ExperimentId,
  count: z.number().int().min(1, "At least one more seed").max(100, "At most 100 more seeds at once"),
});
export type AddSeeds = z.infer<typeof AddSeeds>;

/** Queues further seeds for every arm alike. */
export function addSeeds(ctx: ServerContext, { id, count }: AddSeeds): { runIds: string[] } {
  const runIds = store.addSeeds(ctx.db, id, count);
  ctx.wakeLauncher();
  return { runIds };
}
