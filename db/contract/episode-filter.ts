import { z } from "zod";
import { EpisodeKind, EpisodeState, Severity } from "./episode";
import { Step } from "./identifiers";
import { TriageState } from "./triage";
import { workloadNames } from "./workloads";

export const EpisodeFilter = z.object({
  ids: z.array(z.string()).optional(),
  runIds: z.array(z.string()).optional(),
  kinds: z.array(EpisodeKind).optional(),
  severities: z.array(Severity).optional(),
  states: z.array(EpisodeState).optional(),
  triage: z.array(TriageState).optional(),
  workloads: z.array(z.enum(workloadNames)).optional(),
  afterStep: Step.optional(),
  limit: z.number().int().min(1).max(1000).default(200),
});
export type EpisodeFilter = z.infer<typeof EpisodeFilter>;
