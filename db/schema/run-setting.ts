import { customType, index, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { run } from "./run";

/** A number or a text as it is: BLOB is the affinity that converts nothing. */
const asItIs = customType<{ data: number | string; driverData: number | string }>({ dataType: () => "blob" });

/** Every setting of a run's config by its path; triggers of the database keep it. WITHOUT ROWID. */
export const runSetting = sqliteTable(
  "run_setting",
  {
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    path: text().notNull(),
    value: asItIs().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.path] }),
    // Serves: runs whose setting is in a range, and which settings there are.
    index("run_setting_by_path").on(table.path, table.value),
  ],
);
