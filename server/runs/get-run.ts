import { trainCommand } from "../../db/contract/command";
import type { RunDetail } from "../../db/contract/read-models";
import { summarizeSeries } from "../../db/store/series";
import { inSnapshot } from "../../db/transaction";
import type { ServerContext } from "../context";
import { listEpisodes } from "../episodes/list-episodes";
import { findRun } from "./find-run";
import type { ManyRuns, OneRun } from "./inputs";
import { presentRuns } from "./present-runs";
import { runVerdict } from "./run-verdict";

/** Episodes shown with a run; a run that has more is unstable enough to see it. */
const episodesShown = 500;

export function getRun(ctx: ServerContext, { id }: OneRun): RunDetail {
  return inSnapshot(ctx.db, () => {
    const record = findRun(ctx, id);
    const [row] = presentRuns(ctx, [record]);
    const episodesList = listEpisodes(ctx, { runIds: [id], limit: episodesShown });
    return {
      ...(row as NonNullable<typeof row>),
      config: record.config,
      environment: record.environment,
      attempt: record.attempt,
      heartbeatAt: record.heartbeatAt,
      series: summarizeSeries(ctx.db, id),
      episodesList,
      verdict: runVerdict(record, episodesList),
      command: trainCommand(record.config),
    };
  });
}

/** In the order asked for. */
export function getRuns(ctx: ServerContext, { ids }: ManyRuns): RunDetail[] {
  return inSnapshot(ctx.db, () => ids.map((id) => getRun(ctx, { id })));
}
