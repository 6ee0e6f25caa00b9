import type { MuteKind, UnmuteKind } from "../../db/contract/triage";
import * as store from "../../db/store/episodes/muted-kinds";
import type { ServerContext } from "../context";
import { authorOf } from "./author";

/** Mutes all episodes of the kind of one in its run, those to come as well. */
export function muteKind(ctx: ServerContext, input: MuteKind): store.MutedKind {
  return store.muteKind(ctx.db, { ...input, author: authorOf(input) });
}

export function unmuteKind(ctx: ServerContext, { id }: UnmuteKind): Pick<store.MutedKind, "runId" | "kind"> {
  return store.unmuteKind(ctx.db, id);
}
