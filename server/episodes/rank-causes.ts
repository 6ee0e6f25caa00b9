import { z } from "zod";
import type { Hypothesis } from "../../db/contract/read-models";
import { getEpisode } from "../../db/store/episodes";
import type { ServerContext } from "../context";
import { diagnoseStoredRun } from "../diagnosis/diagnose-stored-run";

export const OneEpisode = z.object({ id: z.string() });

/** What may have caused an episode, the likeliest first; empty where a replay of the run does not meet it again. */
export async function rankCauses(
  ctx: ServerContext,
  { id }: z.infer<typeof OneEpisode>,
): Promise<Hypothesis[]> {
  const { runId, kind, series, startStep } = getEpisode(ctx.db, id);
  const { episodes } = await diagnoseStoredRun(ctx, runId);
  const same = episodes.find(
    (one) => one.kind === kind && one.series === series && one.startStep === startStep,
  );
  return same?.causes ?? [];
}
