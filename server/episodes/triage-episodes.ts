import type { TriageResult } from "../../db/contract/read-models";
import type { TriageEpisodes } from "../../db/contract/triage";
import * as store from "../../db/store/episodes/triage";
import type { ServerContext } from "../context";
import { authorOf } from "./author";

/** Acknowledges, resolves, mutes or reopens episodes; those from which the action does not lead are named with why. */
export function triageEpisodes(ctx: ServerContext, input: TriageEpisodes): TriageResult {
  return store.triageEpisodes(ctx.db, { ...input, author: authorOf(input) });
}
