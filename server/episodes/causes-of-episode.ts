import { z } from "zod";
import type { Hypothesis } from "../../db/contract/read-models";
import { getEpisode } from "../../db/store/episodes/episodes";
import { getRun } from "../../db/store/runs/find-run";
import { inSnapshot } from "../../db/transaction";
import { sameEpisode } from "../../diagnostics/diagnosis/same-episode";
import type { ServerContext } from "../context";
import { diagnoseStoredRun } from "../diagnosis/diagnose-stored-run";
import { withTests } from "./tests-of-causes";

export const OneEpisode = z.object({ id: z.string() });

/** What may have caused an episode, the likeliest first; empty where a replay of the run meets none like it. */
export async function causesOfEpisode(
  ctx: ServerContext,
  { id }: z.infer<typeof OneEpisode>,
): Promise<Hypothesis[]> {
  const episode = getEpisode(ctx.db, id);
  const { episodes } = await diagnoseStoredRun(ctx, episode.runId);
  const causes = sameEpisode(episode, episodes)?.causes ?? [];
  return inSnapshot(ctx.db, () => withTests(ctx, getRun(ctx.db, episode.runId).config, causes));
}
