import { and, count, desc, eq, gte, inArray, isNull } from "drizzle-orm";
import { EpisodeFilter } from "../../contract/episode-filter";
import type { EpisodeRow, EpisodeTotals } from "../../contract/read-models";
import { triageStates } from "../../contract/triage";
import type { Database } from "../../database";
import * as schema from "../../schema";
import { inSnapshot } from "../../transaction";
import { armReference } from "../experiments/arm-reference";
import { parseInput } from "../invalid-input";
import { mutedWithKind, presentTriage, readHistories, triageState } from "./triage-state";

const { episode, run, arm, experiment, mutedKind } = schema;

/** Episodes newest first, by all conditions of the filter together. */
export function listEpisodes(db: Database, input: Partial<EpisodeFilter> = {}): EpisodeRow[] {
  const filter = parseInput("episode filter", EpisodeFilter, input);
  return inSnapshot(db, () => {
    const rows = db.orm
      .select({
        episode,
        triage: triageState,
        rule: mutedKind,
        runName: run.name,
        workload: run.workload,
        experimentId: experiment.id,
        experimentName: experiment.name,
        armId: arm.id,
        armName: arm.name,
        position: arm.position,
      })
      .from(episode)
      .innerJoin(run, eq(run.id, episode.runId))
      .leftJoin(mutedKind, mutedWithKind)
      .leftJoin(arm, eq(arm.id, run.armId))
      .leftJoin(experiment, eq(experiment.id, run.experimentId))
      .where(conditions(filter))
      .orderBy(desc(episode.detectedAt), desc(episode.startStep))
      .limit(filter.limit)
      .all();
    const histories = readHistories(
      db,
      rows.map((row) => row.episode.id),
      { comments: false },
    );
    return rows.map(({ episode: found, triage, rule, runName, workload, ...reference }) => {
      const { abandonedAt: _, change: __, triage: ___, ...row } = found;
      const history = histories.get(row.id) ?? [];
      return {
        ...row,
        runName,
        workload,
        arm: armReference(reference),
        triage: presentTriage(triage, history, rule),
        comments: history.filter(({ action }) => action === "comment").length,
      };
    });
  });
}

/** How many episodes each choice of a filter would show: of a state whatever the states, of a kind whatever the kinds. */
export function countEpisodes(db: Database, input: Partial<EpisodeFilter> = {}): EpisodeTotals {
  const filter = parseInput("episode filter", EpisodeFilter, input);
  return inSnapshot(db, () => ({
    byTriage: {
      ...(Object.fromEntries(triageStates.map((state) => [state, 0])) as EpisodeTotals["byTriage"]),
      ...countBy(db, triageState, { ...filter, triage: undefined }),
    },
    byKind: countBy(db, episode.kind, { ...filter, kinds: undefined }),
  }));
}

function countBy(
  db: Database,
  column: typeof triageState | typeof episode.kind,
  filter: EpisodeFilter,
): Record<string, number> {
  const rows = db.orm
    .select({ key: column, count: count() })
    .from(episode)
    .innerJoin(run, eq(run.id, episode.runId))
    .leftJoin(mutedKind, mutedWithKind)
    .where(conditions(filter))
    .groupBy(column)
    .all();
  return Object.fromEntries(rows.map((row) => [row.key, row.count]));
}

function conditions({ ids, runIds, kinds, severities, states, triage, workloads, afterStep }: EpisodeFilter) {
  return and(
    isNull(episode.abandonedAt),
    ids && inArray(episode.id, ids),
    runIds && inArray(episode.runId, runIds),
    kinds && inArray(episode.kind, kinds),
    severities && inArray(episode.severity, severities),
    states && inArray(episode.state, states),
    triage && inArray(triageState, triage),
    workloads && inArray(run.workload, workloads),
    afterStep === undefined ? undefined : gte(episode.endStep, afterStep),
  );
}
