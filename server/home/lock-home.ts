import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GradiometerError } from "../../db/contract/errors";
import type { Database } from "../../db/database";
import { isAlive, type ProcessIdentity, processStart } from "../../db/process-identity";
import { inTransaction } from "../../db/transaction";

export interface HomeLock extends ProcessIdentity {
  /** Null while the server starts and does not listen yet. */
  url: string | null;
}

export const lockFile = (home: string): string => join(home, "server.lock");

/** The living server of a data home; a lock left behind by a dead one counts as none. */
export function lockHolder(home: string): HomeLock | undefined {
  const lock = readLock(home);
  return lock && isAlive(lock) ? lock : undefined;
}

/** Throws "conflict" where another server already works on this data home. */
export function checkHomeFree(home: string): void {
  const holder = lockHolder(home);
  if (!holder || holder.pid === process.pid) return;
  throw new GradiometerError(
    "conflict",
    `Another server (pid ${holder.pid}${holder.url ? `, ${holder.url}` : ""}) already uses ${home}. Open that one, stop it with kill ${holder.pid}, or set GRADIOMETER_HOME to another folder.`,
  );
}

/**
 * Takes the data home for this process. Two servers that find the same stale lock at once are
 * told apart by the database's write lock, under which both look and write.
 */
export function lockHome(home: string, db: Database): { announce(url: string): void; release(): void } {
  const own: HomeLock = { pid: process.pid, startedAt: processStart() ?? 0, url: null };
  inTransaction(db, () => {
    checkHomeFree(home);
    writeLock(home, own);
  });
  return {
    announce: (url) => writeLock(home, { ...own, url }),
    release: () => {
      if (readLock(home)?.pid === own.pid) rmSync(lockFile(home), { force: true });
    },
  };
}

function readLock(home: string): HomeLock | undefined {
  try {
    return JSON.parse(readFileSync(lockFile(home), "utf8")) as HomeLock;
  } catch {
    return undefined;
  }
}

function writeLock(home: string, lock: HomeLock): void {
  const temporary = `${lockFile(home)}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(lock)}\n`);
  renameSync(temporary, lockFile(home));
}
