import type { Database } from "../../db/connection";
import type { EpisodeState, Severity } from "../../db/contract/episode";
import type { EpisodeCounts } from "../../db/contract/read-models";

export const noEpisodes = (): EpisodeCounts => ({ benign: 0, warning: 0, critical: 0, open: 0 });

/** How many episodes each run has, by severity. Runs without any are not in the map. */
export function countEpisodes(db: Database, runIds: readonly string[]): Map<string, EpisodeCounts> {
  const counts = new Map<string, EpisodeCounts>();
  const rows = db
    .statement(
      `SELECT run_id AS runId, severity, state, count(*) AS count FROM episode
       WHERE run_id IN (SELECT value FROM json_each(?)) AND abandoned_at IS NULL
       GROUP BY run_id, severity, state`,
    )
    .all(JSON.stringify(runIds)) as {
    runId: string;
    severity: Severity;
    state: EpisodeState;
    count: number;
  }[];
  for (const { runId, severity, state, count } of rows) {
    const ofRun = counts.get(runId) ?? noEpisodes();
    ofRun[severity] += count;
    if (state === "open") ofRun.open += count;
    counts.set(runId, ofRun);
  }
  return counts;
}

export function sumEpisodes(counts: Iterable<EpisodeCounts>): EpisodeCounts {
  const sum = noEpisodes();
  for (const { benign, warning, critical, open } of counts) {
    sum.benign += benign;
    sum.warning += warning;
    sum.critical += critical;
    sum.open += open;
  }
  return sum;
}
