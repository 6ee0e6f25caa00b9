import { GradiometerError } from "../../db/contract/errors";
import type { ServerContext } from "../context";
import type { OneExperiment } from "./inputs";

export function cancelExperiment(
  _ctx: ServerContext,
  _input: OneExperiment,
): { id: string; cancelled: string[] } {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
