import { beginWrite } from "./begin-write";
import type { Database } from "./database";
import { withStorageErrors } from "./storage-errors";

/**
 * Runs `work` as one write. It begins IMMEDIATE, since the busy timeout does not cover the upgrade of
 * a read to a write. Inside another transaction it joins it as a savepoint. `work` must not await.
 */
export function inTransaction<Result>(db: Database, work: () => Result): Result {
  return withStorageErrors(db.file, () => {
    if (db.sqlite.inTransaction) return db.sqlite.transaction(work)();
    beginWrite(db);
    try {
      const result = work();
      db.statement("COMMIT").run();
      return result;
    } catch (error) {
      // A full disk has undone it already.
      if (db.sqlite.inTransaction) db.statement("ROLLBACK").run();
      throw error;
    }
  });
}

/**
 * The same, flushed to the disk before it returns: for commands, alerts and acknowledgements, which
 * must survive a power cut. Inside another transaction that one's durability holds.
 */
export function durably<Result>(db: Database, work: () => Result): Result {
  // SQLite refuses to change the safety level inside a transaction.
  if (db.sqlite.inTransaction) return inTransaction(db, work);
  db.sqlite.pragma("synchronous = FULL");
  try {
    return inTransaction(db, work);
  } finally {
    db.sqlite.pragma("synchronous = NORMAL");
  }
}

/** One consistent view over several reads. */
export function inSnapshot<Result>(db: Database, read: () => Result): Result {
  return withStorageErrors(db.file, () => (db.sqlite.inTransaction ? read() : db.sqlite.transaction(read)()));
}
