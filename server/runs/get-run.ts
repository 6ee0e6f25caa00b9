import { GradiometerError } from "../../db/contract/errors";
import type { RunDetail } from "../../db/contract/read-models";
import type { ServerContext } from "../context";
import type { ManyRuns, OneRun } from "./inputs";

export function getRun(_ctx: ServerContext, _input: OneRun): RunDetail {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}

export function getRuns(_ctx: ServerContext, _input: ManyRuns): RunDetail[] {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
