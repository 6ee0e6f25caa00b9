import type { TriageEntry } from "../../db/contract/read-models";
import type { CommentEpisode } from "../../db/contract/triage";
import * as store from "../../db/store/episodes/triage";
import type { ServerContext } from "../context";
import { authorOf } from "./author";

export function commentEpisode(ctx: ServerContext, input: CommentEpisode): TriageEntry {
  return store.commentEpisode(ctx.db, { ...input, author: authorOf(input) });
}
