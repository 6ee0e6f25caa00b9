import { GradiometerError } from "../../db/contract/errors";
import type { ServerContext } from "../context";
import type { OneRun } from "./inputs";

export function cancelRun(_ctx: ServerContext, _input: OneRun): { id: string } {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
