import { setImmediate } from "node:timers/promises";
import type { ExpiredRun } from "../../db/contract/read-models";
import type { Database } from "../../db/database";
import { orphanedSeries, removeOrphanedRows } from "../../db/store/branches/orphaned-rows";
import { deleteEndedRuns, expiredRuns, getRetention } from "../../db/store/retention";
import { type LooseFile, looseFiles, removeFiles } from "./stored-files";

export interface Garbage {
  /** Runs that the retention rule gives up. */
  runs: ExpiredRun[];
  files: LooseFile[];
  bytes: number;
  /** Series of deleted runs that points are stored of. */
  series: number;
}

/**
 * Deletes the runs that the retention rule gives up, then the rows of runs that are gone and the files that no row names.
 * With `dryRun` it only says which: the files of runs that would go are not among them yet.
 */
export function collectGarbage(db: Database, home: string, dryRun: boolean): Garbage {
  const collecting = collect(db, home, dryRun);
  for (let turn = collecting.next(); ; turn = collecting.next()) if (turn.done) return turn.value;
}

/** The same between the other work of a server: no write lasts long, and requests are answered between two. */
export async function collectGarbageInTurns(db: Database, home: string): Promise<Garbage> {
  const collecting = collect(db, home, false);
  for (let turn = collecting.next(); ; turn = collecting.next()) {
    if (turn.done) return turn.value;
    await setImmediate();
  }
}

function* collect(db: Database, home: string, dryRun: boolean): Generator<unknown, Garbage> {
  const rule = getRetention(db);
  const runs = rule ? expiredRuns(db, rule) : [];
  if (!dryRun)
    deleteEndedRuns(
      db,
      runs.map(({ id }) => id),
    );
  const files = looseFiles(db, home);
  const garbage = {
    runs,
    files,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    series: orphanedSeries(db).length,
  };
  if (!dryRun) {
    yield* removeOrphanedRows(db);
    removeFiles(files);
  }
  return garbage;
}
