import { index, integer, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { run } from "./run";

/** An image beside the database, addressed by the hash of its bytes. */
export const media = sqliteTable(
  "media",
  {
    id: integer().primaryKey(),
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    name: text().notNull(),
    step: integer().notNull(),
    wallTime: real("wall_time").notNull(),
    sha256: text().notNull(),
    mimeType: text("mime_type", { enum: ["image/png"] }).notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    bytes: integer().notNull(),
  },
  (table) => [
    // Serves: the samples of a run in step order; one image per name and step.
    uniqueIndex("media_by_run").on(table.runId, table.name, table.step),
    // Serves: whether a file is known before it is sent out.
    index("media_by_hash").on(table.sha256),
  ],
);
