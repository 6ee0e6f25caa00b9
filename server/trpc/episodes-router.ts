import { EpisodeFilter } from "../../db/contract/episode-filter";
import { listEpisodes } from "../episodes/list-episodes";
import { procedure, router } from "./procedure";

export const episodesRouter = router({
  list: procedure.input(EpisodeFilter.prefault({})).query(({ ctx, input }) => listEpisodes(ctx, input)),
});
