import { GradiometerError } from "../../db/contract/errors";
import type { ExperimentRow } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

export function listExperiments(_ctx: ServerContext): ExperimentRow[] {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
