import type { Database } from "../../db/connection";
import { orphanedSeries, removeOrphanedRows } from "../../db/store/orphaned-rows";
import { type LooseFile, looseFiles, removeFiles } from "./stored-files";

export interface Garbage {
  files: LooseFile[];
  bytes: number;
  /** Series of deleted runs that points are stored of. */
  series: number;
}

/** Removes the files that no row names and the rows of runs that are gone; with `dryRun` only says which. */
export function collectGarbage(db: Database, home: string, dryRun: boolean): Garbage {
  const files = looseFiles(db, home);
  const garbage = {
    files,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    series: orphanedSeries(db).length,
  };
  if (!dryRun) {
    removeOrphanedRows(db);
    removeFiles(files);
  }
  return garbage;
}
