import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { alert } from "./alert";

export const deliveryStates = ["pending", "delivered", "failed"] as const;

/** The outbox: written with its alert, kept until delivered or given up. */
export const delivery = sqliteTable(
  "delivery",
  {
    id: integer().primaryKey(),
    alertId: text("alert_id")
      .notNull()
      .references(() => alert.id, { onDelete: "cascade" }),
    target: text().notNull(),
    state: text({ enum: deliveryStates }).notNull(),
    attempts: integer().notNull().default(0),
    lastError: text("last_error"),
    nextAttemptAt: integer("next_attempt_at"),
    deliveredAt: integer("delivered_at"),
  },
  (table) => [
    // Serves: the deliveries of an alert; one per target.
    uniqueIndex("delivery_by_alert").on(table.alertId, table.target),
    // Serves: the deliveries that are due.
    index("delivery_due").on(table.nextAttemptAt).where(sql`state = 'pending'`),
  ],
);
