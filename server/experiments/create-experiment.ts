import { GradiometerError } from "../../db/contract/errors";
import type { CreateExperiment } from "../../db/contract/experiment";
import type { ServerContext } from "../context";

export function createExperiment(
  _ctx: ServerContext,
  _input: CreateExperiment,
): { id: string; runIds: string[] } {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
