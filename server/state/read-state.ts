import { GradiometerError } from "../../db/contract/errors";
import type { ServerState } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

export function readServerState(_ctx: ServerContext): ServerState {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
