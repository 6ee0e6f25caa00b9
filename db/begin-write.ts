import BetterSqlite3 from "better-sqlite3";
import type { Database } from "./database";

/** Longer than any transaction of ours, shorter than a person's patience. */
export const busyTimeoutMs = 10_000;

/** A write of a trainer's holds the file for some milliseconds. */
const pauseMs = 1;
/** Whoever waits for a long one asks less often. */
const longestPauseMs = 5;

/**
 * Begins a write once the file is free. SQLite's own wait asks again after 1, 2, 5 and up to 100 ms, whoever came first: with
 * four trainers that leaves one behind for half a second. Asked every millisecond or less, each gets its turn.
 */
export function beginWrite(db: Database): void {
  const end = performance.now() + busyTimeoutMs;
  db.sqlite.pragma("busy_timeout = 0");
  try {
    for (let pause = pauseMs; ; pause = Math.min(longestPauseMs, 1.01 * pause))
      try {
        db.statement("BEGIN IMMEDIATE").run();
        return;
      } catch (error) {
        if (!isBusy(error) || performance.now() > end) throw error;
        sleep(pause * Math.random());
      }
  } finally {
    db.sqlite.pragma(`busy_timeout = ${busyTimeoutMs}`);
  }
}

export const isBusy = (error: unknown): boolean =>
  error instanceof BetterSqlite3.SqliteError && error.code.startsWith("SQLITE_BUSY");

/** Without an event loop: a write is synchronous from its beginning to its end. */
export function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
