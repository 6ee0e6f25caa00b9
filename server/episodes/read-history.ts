import type { TriageEntry } from "../../db/contract/read-models";
import * as store from "../../db/store/episodes/triage";
import type { ServerContext } from "../context";

/** What was done to an episode and said of it, oldest first. */
export function readHistory(ctx: ServerContext, { id }: { id: string }): TriageEntry[] {
  return store.triageHistory(ctx.db, id);
}
