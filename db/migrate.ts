import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GradiometerError } from "./contract/errors";
import type { Database } from "./database";
import { packageRoot } from "./package-root";
import { withStorageErrors } from "./storage-errors";
import { packRollups } from "./store/rollup/write-rollup";

/** Marks the file as ours ("Grad" in ASCII), so that another program's database is not migrated. */
const applicationId = 0x47726164;

export interface Migration {
  number: number;
  name: string;
  sql: string;
}

/** An older Gradiometer wrote it: this one reads it once it is migrated. */
export class OutdatedDatabase extends GradiometerError {}

/** What SQL cannot say, by the migration that it belongs to. */
const afterwards: Readonly<Record<string, (db: Database) => void>> = { "0014_pack_rollups": packRollups };

/** The SQL files of db/migrations in order; `0001_create_store.sql` is number 1. */
export function migrations(folder = join(packageRoot(), "db", "migrations")): Migration[] {
  const found = readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => ({
      number: Number.parseInt(file, 10),
      name: file.replace(/\.sql$/, ""),
      sql: readFileSync(join(folder, file), "utf8"),
    }));
  found.forEach(({ number, name }, index) => {
    if (number !== index + 1)
      throw new GradiometerError(
        "storage-unusable",
        `Expected migration ${index + 1} in ${folder}, found ${name}; install the package again`,
      );
  });
  return found;
}

/**
 * Brings the database to this version. All pending files are applied in one IMMEDIATE transaction:
 * of two processes that start at once, the second waits, then finds nothing to do.
 */
export function migrate(db: Database, pending: Migration[] = migrations()): void {
  withStorageErrors(db.file, () => {
    // The usual start changes nothing and so takes no write lock.
    if (storedVersion(db, pending.length) === pending.length) return;
    db.sqlite
      .transaction(() => {
        const version = storedVersion(db, pending.length);
        for (const migration of pending.slice(version)) {
          db.sqlite.exec(migration.sql);
          afterwards[migration.name]?.(db);
          db.sqlite
            .prepare("INSERT INTO migration (number, name, applied_at) VALUES (?, ?, ?)")
            .run(migration.number, migration.name, Date.now());
        }
        db.sqlite.pragma(`application_id = ${applicationId}`);
        db.sqlite.pragma(`user_version = ${pending.length}`);
      })
      .immediate();
  });
}

/** For a connection that may not migrate: says what to do where the database is of another version. */
export function checkVersion(db: Database): void {
  checkOwner(db);
  withStorageErrors(db.file, () => {
    const supported = migrations().length;
    const version = storedVersion(db, supported);
    if (version < supported)
      throw new OutdatedDatabase(
        "storage-unusable",
        `${db.file} is of version ${version}, this Gradiometer reads version ${supported}; start Gradiometer once to migrate it`,
      );
  });
}

/** Refuses the database of another program. */
export function checkOwner(db: Database): void {
  // One snapshot for both: another process may be creating the store right now.
  const read = db.sqlite.transaction(() => ({
    id: db.sqlite.pragma("application_id", { simple: true }) as number,
    tables: db.sqlite.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() as number,
  }));
  const { id, tables } = withStorageErrors(db.file, read);
  if (id === applicationId || (id === 0 && tables === 0)) return;
  throw new GradiometerError(
    "storage-unusable",
    `${db.file} is a database of another program; move it away or set GRADIOMETER_HOME to another folder`,
  );
}

function storedVersion(db: Database, supported: number): number {
  const version = db.sqlite.pragma("user_version", { simple: true }) as number;
  if (version > supported)
    throw new GradiometerError(
      "storage-unusable",
      `${db.file} is of version ${version}, this Gradiometer reads up to version ${supported}; install the newer Gradiometer that wrote it, or set GRADIOMETER_HOME to another folder`,
    );
  return version;
}
