import { integer, sqliteTable } from "drizzle-orm/sqlite-core";

/** One row: the number of changes so far to runs, episodes and alerts. */
export const changeCounter = sqliteTable("change_counter", {
  id: integer().primaryKey(),
  value: integer().notNull(),
});
