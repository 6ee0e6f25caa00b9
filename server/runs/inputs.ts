import { z } from "zod";
import { RunId } from "../../db/contract/identifiers";

export const OneRun = z.object({ id: RunId });
export type OneRun = z.infer<typeof OneRun>;

export const ManyRuns = z.object({
  ids: z.array(RunId).max(50, "At most 50 runs can be read at once; compare fewer"),
});
export type ManyRuns = z.infer<typeof ManyRuns>;
