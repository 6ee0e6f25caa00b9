import type { EpisodeFilter } from "../../db/contract/episode-filter";
import type { EpisodeRow } from "../../db/contract/read-models";
import * as store from "../../db/store/episodes";
import type { ServerContext } from "../context";

export function listEpisodes(ctx: ServerContext, filter: EpisodeFilter): EpisodeRow[] {
  return store.listEpisodes(ctx.db, filter);
}
