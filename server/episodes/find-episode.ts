import { GradiometerError } from "../../db/contract/errors";
import type { EpisodeRow } from "../../db/contract/read-models";
import { getEpisode } from "../../db/store/episodes/episodes";
import { listEpisodes } from "../../db/store/episodes/list-episodes";
import type { ServerContext } from "../context";

/** Throws "not-found" for an id that no episode has, and for one whose steps a resumed run replaced. */
export function findEpisode(ctx: ServerContext, { id }: { id: string }): EpisodeRow {
  const { runId } = getEpisode(ctx.db, id);
  const [row] = listEpisodes(ctx.db, { ids: [id] });
  if (row) return row;
  throw new GradiometerError(
    "not-found",
    `Expected an episode of a run's present steps, and those of ${id} were replaced when run ${runId} went on from before it.`,
  );
}
