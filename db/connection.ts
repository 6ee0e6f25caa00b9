import { existsSync, readdirSync, statSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { busyTimeoutMs, isBusy, sleep } from "./begin-write";
import { GradiometerError } from "./contract/errors";
import { createFolder } from "./create-folder";
import type { Database } from "./database";
import { checkpointsFolder, databaseFile, mediaFolder } from "./home";
import { checkOwner, checkVersion, migrate } from "./migrate";
import * as schema from "./schema";
import { withStorageErrors } from "./storage-errors";

export type { Database } from "./database";

/** Opens an existing, migrated database. */
export function openDatabase(file: string, options: { readonly?: boolean } = {}): Database {
  if (!withStorageErrors(file, () => statSync(file, { throwIfNoEntry: false })))
    throw new GradiometerError(
      "not-found",
      `No database at ${file}; start Gradiometer or train something there first, or set GRADIOMETER_HOME`,
    );
  const database = connect(file, options.readonly ?? false);
  try {
    checkVersion(database);
    if (!options.readonly) writeAhead(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens the database of a data home, creating and migrating it as needed. */
export function openStore(home: string): Database {
  const file = databaseFile(home);
  withStorageErrors(file, () => {
    createFolder(home);
    checkNotLost(home, file);
  });
  const database = connect(file, false);
  try {
    checkOwner(database);
    writeAhead(database);
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A home whose database is gone or empty while its images or checkpoints are there has lost it: never begun anew in silence. */
function checkNotLost(home: string, file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0) return;
  const left = [mediaFolder(home), checkpointsFolder(home)].find(
    (folder) => existsSync(folder) && readdirSync(folder).length > 0,
  );
  if (!left) return;
  throw new GradiometerError(
    "storage-unusable",
    `${file} is ${existsSync(file) ? "empty" : "gone"}, yet ${left} holds the files of its runs; restore a backup (gradiometer restore <file>), or move ${left} away to begin anew`,
  );
}

/** Readers and a writer at once. Set after the file is known to be ours, since the file remembers it. */
function writeAhead(db: Database): void {
  withStorageErrors(db.file, () => {
    patiently(() => db.sqlite.pragma("journal_mode = WAL"));
    // 8 MiB: a page that many commits changed is copied into the file once, and whoever commits when the log is that long
    // does it within some ten milliseconds. Of four trainers one batch in a hundred then takes 20 ms; with 32 MiB it takes 38.
    db.sqlite.pragma("wal_autocheckpoint = 2048");
    // A bulk load swells the log; it is cut back to this at the next checkpoint.
    db.sqlite.pragma(`journal_size_limit = ${64 * 2 ** 20}`);
  });
}

/**
 * SQLite does not wait where two that read both want to write, as those that change the journal mode of a new file
 * do: it refuses one at once, which has to try again.
 */
function patiently(change: () => void): void {
  const end = Date.now() + busyTimeoutMs;
  for (;;) {
    try {
      change();
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > end) throw error;
      sleep(5 + 20 * Math.random());
    }
  }
}

function connect(file: string, readonly: boolean): Database {
  return withStorageErrors(file, () => {
    const sqlite = new BetterSqlite3(file, { readonly, timeout: busyTimeoutMs });
    try {
      // NORMAL: a commit survives the death of any process; only a power cut may take the latest.
      // What must survive that too is written with `durably`.
      sqlite.pragma("synchronous = NORMAL");
      sqlite.pragma("foreign_keys = ON");
      sqlite.pragma("cache_size = -32000");
    } catch (error) {
      sqlite.close();
      throw error;
    }
    const statements = new Map<string, BetterSqlite3.Statement>();
    return {
      file,
      sqlite,
      orm: drizzle(sqlite, { schema }),
      statement(sql) {
        let statement = statements.get(sql);
        if (!statement) {
          statement = sqlite.prepare(sql);
          statements.set(sql, statement);
        }
        return statement;
      },
      close: () => {
        sqlite.close();
      },
    };
  });
}
