import type BetterSqlite3 from "better-sqlite3";
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import type * as schema from "./schema";

/** An open store: one connection, used raw on the hot path and through drizzle for metadata. */
export interface Database {
  readonly file: string;
  /** For the hot path and hand-written SQL. */
  readonly sqlite: BetterSqlite3.Database;
  /** For metadata. */
  readonly orm: BetterSQLite3Database<typeof schema>;
  /** A statement prepared once per connection. */
  statement(sql: string): BetterSqlite3.Statement;
  close(): void;
}
