import { z } from "zod";
import type { Hypothesis } from "../../db/contract/read-models";
import { getEpisode } from "../../db/store/episodes/episodes";
import { sameEpisode } from "../../diagnostics/diagnosis/same-episode";
import type { ServerContext } from "../context";
import { diagnoseStoredRun } from "../diagnosis/diagnose-stored-run";

export const OneEpisode = z.object({ id: z.string() });

/** What may have caused an episode, the likeliest first; empty where a replay of the run meets none like it. */
export async function causesOfEpisode(
  ctx: ServerContext,
  { id }: z.infer<typeof OneEpisode>,
): Promise<Hypothesis[]> {
  const episode = getEpisode(ctx.db, id);
  const { episodes } = await diagnoseStoredRun(ctx, episode.runId);
  return sameEpisode(episode, episodes)?.causes ?? [];
}
