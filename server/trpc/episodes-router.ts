import { EpisodeFilter } from "../../db/contract/episode-filter";
import { CommentEpisode, MuteKind, TriageEpisodes, UndoTriage, UnmuteKind } from "../../db/contract/triage";
import { causesOfEpisode, OneEpisode } from "../episodes/causes-of-episode";
import { commentEpisode } from "../episodes/comment-episode";
import { countEpisodes, listEpisodes } from "../episodes/list-episodes";
import { muteKind, unmuteKind } from "../episodes/mute-kind";
import { readHistory } from "../episodes/read-history";
import { triageEpisodes } from "../episodes/triage-episodes";
import { undoTriage } from "../episodes/undo-triage";
import { procedure, router } from "./procedure";

const Filter = EpisodeFilter.prefault({});

export const episodesRouter = router({
  list: procedure.input(Filter).query(({ ctx, input }) => listEpisodes(ctx, input)),
  counts: procedure.input(Filter).query(({ ctx, input }) => countEpisodes(ctx, input)),
  causes: procedure.input(OneEpisode).query(({ ctx, input }) => causesOfEpisode(ctx, input)),
  history: procedure.input(OneEpisode).query(({ ctx, input }) => readHistory(ctx, input)),
  triage: procedure.input(TriageEpisodes).mutation(({ ctx, input }) => triageEpisodes(ctx, input)),
  comment: procedure.input(CommentEpisode).mutation(({ ctx, input }) => commentEpisode(ctx, input)),
  muteKind: procedure.input(MuteKind).mutation(({ ctx, input }) => muteKind(ctx, input)),
  unmuteKind: procedure.input(UnmuteKind).mutation(({ ctx, input }) => unmuteKind(ctx, input)),
  undo: procedure.input(UndoTriage).mutation(({ ctx, input }) => undoTriage(ctx, input)),
});
