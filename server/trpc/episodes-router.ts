import { EpisodeFilter } from "../../db/contract/episode-filter";
import { listEpisodes } from "../episodes/list-episodes";
import { OneEpisode, rankCauses } from "../episodes/rank-causes";
import { procedure, router } from "./procedure";

export const episodesRouter = router({
  list: procedure.input(EpisodeFilter.prefault({})).query(({ ctx, input }) => listEpisodes(ctx, input)),
  causes: procedure.input(OneEpisode).query(({ ctx, input }) => rankCauses(ctx, input)),
});
