import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openStore } from "../../db/connection";
import { databaseFile } from "../../db/home";

declare module "vitest" {
  interface ProvidedContext {
    /** A migrated, empty database; copy it, never open it. */
    baseDatabase: string;
  }
}

/** Migrates one database for all tests; each takes its own copy (freshDatabase). */
export default function setup(project: TestProject): () => void {
  const home = mkdtempSync(join(tmpdir(), "gradiometer-base-"));
  // Closing the last connection folds the write-ahead log into the file.
  openStore(home).close();
  project.provide("baseDatabase", databaseFile(home));
  return () => rmSync(home, { recursive: true, force: true });
}
