import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A filter and an order of the runs page by a name: the page's address without its name. */
export const savedView = sqliteTable("saved_view", {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  query: text().notNull(),
  createdAt: integer("created_at").notNull(),
});
