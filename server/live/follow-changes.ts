import type { LiveChange } from "../../db/contract/read-models";
import type { ServerContext } from "../context";

export async function* followChanges(
  _ctx: ServerContext,
  _signal: AbortSignal | undefined,
): AsyncGenerator<LiveChange> {}
