import { trainCommand } from "../../db/contract/command";
import type { RunDetail } from "../../db/contract/read-models";
import { listEpisodes } from "../../db/store/episodes";
import * as store from "../../db/store/runs";
import { summarizeSeries } from "../../db/store/series";
import { inSnapshot } from "../../db/transaction";
import type { ServerContext } from "../context";
import type { ManyRuns, OneRun } from "./inputs";
import { runVerdict } from "./run-verdict";

/** Episodes shown with a run; a run that has more is unstable enough to see it. */
const episodesShown = 500;

export function getRun(ctx: ServerContext, { id }: OneRun): RunDetail {
  return inSnapshot(ctx.db, () => {
    const { config, environment, attempt, heartbeatAt } = store.getRun(ctx.db, id);
    const row = store.getRunRows(ctx.db, [id])[0] as RunDetail;
    const episodesList = listEpisodes(ctx.db, { runIds: [id], limit: episodesShown }).sort(
      (left, right) => left.startStep - right.startStep || left.series.localeCompare(right.series),
    );
    return {
      ...row,
      config,
      environment,
      attempt,
      heartbeatAt,
      series: summarizeSeries(ctx.db, id),
      episodesList,
      verdict: runVerdict(row, episodesList),
      command: trainCommand(config),
    };
  });
}

/** In the order asked for. */
export function getRuns(ctx: ServerContext, { ids }: ManyRuns): RunDetail[] {
  return inSnapshot(ctx.db, () => ids.map((id) => getRun(ctx, { id })));
}
