import { GradiometerError } from "../../db/contract/errors";
import type { Settings } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

export function readSettings(_ctx: ServerContext): Settings {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
