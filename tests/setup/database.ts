import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { openDatabase } from "../../db/connection";
import type { Database } from "../../db/database";
import { databaseFile } from "../../db/home";

/** An empty data home of this test's own, removed when the test ends. */
export function emptyHome(): string {
  const home = mkdtempSync(join(tmpdir(), "gradiometer-test-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  return home;
}

/** A data home with a migrated, empty database, removed when the test ends. */
export function freshHome(): string {
  const home = emptyHome();
  copyFileSync(inject("baseDatabase"), databaseFile(home));
  return home;
}

/** A migrated, empty database of this test's own, closed and removed when the test ends. */
export function freshDatabase(home = freshHome()): Database {
  const db = openDatabase(databaseFile(home));
  onTestFinished(() => db.close());
  return db;
}
