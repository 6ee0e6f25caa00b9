import { and, inArray, isNull } from "drizzle-orm";
import type { RunRow } from "../../db/contract/read-models";
import type { Database } from "../../db/database";
import * as schema from "../../db/schema";
import { carriedAlong } from "../../db/store/alerts/gather-alerts";
import { readTriageStates } from "../../db/store/episodes/triage-state";
import { getRunRows } from "../../db/store/runs/runs";

const { episode } = schema;

export interface Told {
  episode: typeof episode.$inferSelect;
  run: RunRow;
}

/**
 * What a delivery tells of: its alert's episode and those carried along with it. Without what nobody needs to hear of any
 * more: episodes that somebody muted since, or whose steps a resumed run replaced.
 */
export function toldTogether(db: Database, alert: { id: string; episodeId: string }): Told[] {
  const ids = [alert.episodeId, ...carriedAlong(db, alert.id)];
  const rows = db.orm
    .select()
    .from(episode)
    .where(and(inArray(episode.id, ids), isNull(episode.abandonedAt)))
    .all();
  const states = readTriageStates(db, ids);
  const runs = new Map(
    getRunRows(db, [...new Set(rows.map(({ runId }) => runId))]).map((run) => [run.id, run]),
  );
  return ids.flatMap((id) => {
    const found = rows.find((row) => row.id === id);
    const run = found && runs.get(found.runId);
    return found && run && states.get(id) !== "muted" ? [{ episode: found, run }] : [];
  });
}
