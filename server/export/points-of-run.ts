import { GradiometerError } from "../../db/contract/errors";
import type { Database } from "../../db/database";
import { listSeries, type StoredSeries } from "../../db/store/series/series";
import { matchesGlob } from "./matches-glob";

/** What every format is written from: series of one run, by name, and where their points are. */
export interface PointsOfRun {
  db: Database;
  series: readonly StoredSeries[];
}

/** Whether there is anything to export: a run that has recorded nothing yet is an empty file. */
export function recordsAny(db: Database, runId: string, pattern: string): boolean {
  const all = listSeries(db, runId);
  return all.length === 0 || all.some(({ name }) => matchesGlob(pattern, name));
}

/** The series whose whole name matches. "not-found" where the run has some and none of them does. */
export function pointsOfRun(db: Database, runId: string, pattern: string): PointsOfRun {
  const all = listSeries(db, runId);
  const series = all.filter(({ name }) => matchesGlob(pattern, name));
  if (series.length === 0 && all.length > 0)
    throw new GradiometerError(
      "not-found",
      `No series of run ${runId} matches "${pattern}"; it has ${all
        .slice(0, 5)
        .map(({ name }) => name)
        .join(", ")}${all.length > 5 ? `, and ${all.length - 5} more` : ""}`,
    );
  return { db, series };
}
