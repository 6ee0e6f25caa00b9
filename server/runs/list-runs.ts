import { z } from "zod";
import { GradiometerError } from "../../db/contract/errors";
import { ExperimentId } from "../../db/contract/identifiers";
import type { RunRow } from "../../db/contract/read-models";
import { RunStatus } from "../../db/contract/statuses";
import { workloadNames } from "../../db/contract/workloads";
import type { ServerContext } from "../context";

export const runSortColumns = [
  "createdAt",
  "startedAt",
  "endedAt",
  "name",
  "workload",
  "status",
  "arm",
  "seed",
  "step",
  "stepsPerSecond",
  "episodes",
  "lastLoss",
  "lastGradientNorm",
  "lastOutcome",
] as const;

export const ListRuns = z
  .object({
    /** Matches name, id, workload, arm and experiment. */
    search: z.string().trim().max(200).optional(),
    statuses: z.array(RunStatus).optional(),
    workloads: z.array(z.enum(workloadNames)).optional(),
    experimentId: ExperimentId.optional(),
    sort: z.object({ by: z.enum(runSortColumns), descending: z.boolean().default(false) }).optional(),
    limit: z.number().int().min(1).max(1000).default(200),
    offset: z.number().int().min(0).default(0),
  })
  .prefault({});
export type ListRuns = z.infer<typeof ListRuns>;

export function listRuns(_ctx: ServerContext, _input: ListRuns): { rows: RunRow[]; total: number } {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
