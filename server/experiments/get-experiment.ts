import { GradiometerError } from "../../db/contract/errors";
import type { ExperimentDetail } from "../../db/contract/read-models";
import type { ServerContext } from "../context";
import type { OneExperiment } from "./inputs";

export function getExperiment(_ctx: ServerContext, _input: OneExperiment): ExperimentDetail {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
