import { GradiometerError } from "../../db/contract/errors";
import type { QueueEntry } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

export function readQueue(_ctx: ServerContext): QueueEntry[] {
  throw new GradiometerError("unavailable", "This part of the server has not started yet.");
}
