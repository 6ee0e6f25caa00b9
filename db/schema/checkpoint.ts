import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { encodedNumber } from "./encoded-number";
import { run } from "./run";

/** last: one of the latest; best: the one with the best metric; start: where a fork begins. */
export const checkpointKinds = ["last", "best", "start"] as const;

/** What a run can go on from: a file beside the database, addressed by the hash of its bytes. */
export const checkpoint = sqliteTable(
  "checkpoint",
  {
    id: integer().primaryKey(),
    runId: text("run_id")
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    attempt: integer().notNull(),
    kind: text({ enum: checkpointKinds }).notNull(),
    step: integer().notNull(),
    sha256: text().notNull(),
    bytes: integer().notNull(),
    /** The run's outcome, mean over the steps since the checkpoint before; null where none was measured. */
    metric: encodedNumber(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    // Serves: the checkpoints of a run by kind and step; one each.
    uniqueIndex("checkpoint_by_run").on(table.runId, table.kind, table.step),
    // Serves: whether any run still needs a file.
    index("checkpoint_by_hash").on(table.sha256),
  ],
);
