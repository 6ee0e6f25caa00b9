import { z } from "zod";
import { ExperimentId } from "../../db/contract/identifiers";

export const OneExperiment = z.object({ id: ExperimentId });
export type OneExperiment = z.infer<typeof OneExperiment>;
