import { forkCommand, trainCommand } from "../../db/contract/command";
import type { RunDetail } from "../../db/contract/read-models";
import { isExternalConfig } from "../../db/contract/run-config";
import { listBranches } from "../../db/store/branches/branches";
import { hasCheckpointFile } from "../../db/store/checkpoints/checkpoint-files";
import { listCheckpoints } from "../../db/store/checkpoints/checkpoints";
import { listEpisodes } from "../../db/store/episodes/list-episodes";
import { listGuardActions } from "../../db/store/guard-actions";
import { listTags } from "../../db/store/runs/external-runs";
import * as store from "../../db/store/runs/runs";
import { summarizeSeries } from "../../db/store/series/series";
import { inSnapshot } from "../../db/transaction";
import type { ServerContext } from "../context";
import type { ManyRuns, OneRun } from "./inputs";
import { runVerdict } from "./run-verdict";

/** Episodes shown with a run; a run that has more is unstable enough to see it. */
const episodesShown = 500;

export function getRun(ctx: ServerContext, { id }: OneRun): RunDetail {
  return inSnapshot(ctx.db, () => {
    const stored = store.getRun(ctx.db, id);
    const { config, environment, attempt, heartbeatAt, forkedFromRunId, forkedFromStep: step } = stored;
    const parent = forkedFromRunId === null ? undefined : store.findRun(ctx.db, forkedFromRunId);
    const guardActions = listGuardActions(ctx.db, id);
    const row = store.getRunRows(ctx.db, [id])[0] as RunDetail;
    const episodesList = listEpisodes(ctx.db, { runIds: [id], limit: episodesShown }).sort(
      (left, right) => left.startStep - right.startStep || left.series.localeCompare(right.series),
    );
    return {
      ...row,
      config,
      environment,
      attempt,
      tags: listTags(ctx.db, id),
      branches: listBranches(ctx.db, id),
      heartbeatAt,
      forkedFrom: parent && step !== null ? { runId: parent.id, runName: parent.name, step } : null,
      forks: store.listForks(ctx.db, id),
      checkpoints: listCheckpoints(ctx.db, id).map(({ sha256, attempt: _, ...row }) => ({
        ...row,
        isThere: hasCheckpointFile(ctx.home, { sha256, bytes: row.bytes }),
      })),
      series: summarizeSeries(ctx.db, id),
      episodesList,
      guardActions,
      verdict: runVerdict(
        row,
        episodesList,
        guardActions.filter(({ action }) => action === "retreat").length,
      ),
      command: commandOf(stored, parent),
    };
  });
}

/** Null for a run that another program trains. */
function commandOf({ config, forkedFromStep: step }: store.StoredRun, parent: store.StoredRun | undefined) {
  if (isExternalConfig(config)) return null;
  if (!parent || step === null || isExternalConfig(parent.config)) return trainCommand(config);
  return forkCommand({ id: parent.id, config: parent.config }, { step, config });
}

/** In the order asked for. */
export function getRuns(ctx: ServerContext, { ids }: ManyRuns): RunDetail[] {
  return inSnapshot(ctx.db, () => ids.map((id) => getRun(ctx, { id })));
}
