import type { Database } from "../../database";

/** Where the import of a run stands; `position` is JSON of the format's own making. */
export interface ImportPosition {
  format: string;
  source: string;
  position: unknown;
}

/** Where the import of a run stands; undefined before its first. */
export function readImportPosition(db: Database, runId: string): ImportPosition | undefined {
  const row = db
    .statement("SELECT format, source, position FROM import_position WHERE run_id = ?")
    .get(runId) as (Omit<ImportPosition, "position"> & { position: string }) | undefined;
  return row && { ...row, position: JSON.parse(row.position) };
}

export const isImported = (db: Database, runId: string): boolean =>
  db.statement("SELECT 1 FROM import_position WHERE run_id = ?").get(runId) !== undefined;

/** The runs that files of a format made which lay at a place, the one that was read last first. */
export function runsImportedFrom(
  db: Database,
  { format, source }: Pick<ImportPosition, "format" | "source">,
): string[] {
  return db
    .statement("SELECT run_id FROM import_position WHERE source = ? AND format = ? ORDER BY updated_at DESC")
    .pluck()
    .all(source, format) as string[];
}
