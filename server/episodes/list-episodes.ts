import type { EpisodeFilter } from "../../db/contract/episode-filter";
import type { EpisodeRow, EpisodeTotals } from "../../db/contract/read-models";
import * as store from "../../db/store/episodes/list-episodes";
import type { ServerContext } from "../context";

export function listEpisodes(ctx: ServerContext, filter: EpisodeFilter): EpisodeRow[] {
  return store.listEpisodes(ctx.db, filter);
}

export function countEpisodes(ctx: ServerContext, filter: EpisodeFilter): EpisodeTotals {
  return store.countEpisodes(ctx.db, filter);
}
