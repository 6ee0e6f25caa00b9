import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Database } from "../../../db/database";
import { readPoints } from "../../../db/store/points/read-points";
import { findSeries } from "../../../db/store/series/series";
import { type ImportRequest, importPaths } from "../../../server/import/import-paths";
import type { ImportedRun } from "../../../server/import/import-run";
import { emptyHome, freshDatabase, freshHome } from "../../setup/database";

/** Files of a test's own, imported into a store of its own. */
export function importPlace() {
  const home = freshHome();
  const db = freshDatabase(home);
  const folder = emptyHome();
  return {
    db,
    home,
    folder,
    /** Writes a file of the folder and returns its path. */
    write(name: string, content: string | Uint8Array): string {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    import: (paths: string | readonly string[], options: Omit<ImportRequest, "paths"> = {}): ImportedRun[] =>
      importAll(db, home, { paths: typeof paths === "string" ? [paths] : paths, ...options }),
  };
}

function importAll(db: Database, home: string, request: ImportRequest): ImportedRun[] {
  const steps = importPaths({ db, home }, request);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** A stored series as [step, value] pairs; empty where the run has none of that name. */
export function pointsOf(db: Database, runId: string, name: string): [number, number][] {
  const series = findSeries(db, runId, name);
  if (!series) return [];
  const { step, value } = readPoints(db, series.id, -1, 100_000);
  return step.map((at, index) => [at, value[index] as number]);
}
