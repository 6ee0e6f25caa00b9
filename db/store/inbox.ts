import type { Database } from "../connection";
import type { SeriesColumns } from "../contract/events";
import { appendToSeries } from "./append-points";
import { touchRun } from "./change-counter";
import { type SeriesLedger, withLedger } from "./series-ledger";

/**
 * Points that are committed and not yet in their series. A batch of many series touches a page of each; where batches
 * come faster than that can be written, they are kept whole, and many are put into their series at once.
 */

/** Keeps the points of a batch; returns how many. */
export function deposit(
  db: Database,
  ledger: SeriesLedger,
  runId: string,
  series: Record<string, SeriesColumns>,
): number {
  let points = 0;
  let length = 0;
  for (const { step } of Object.values(series)) {
    points += step.length;
    if (step.length > 0) length += 2 + 3 * step.length;
  }
  if (points === 0) return 0;
  const packed = new Float64Array(length);
  let at = 0;
  for (const name of Object.keys(series)) {
    const { step, wallTimeMs, value } = series[name] as SeriesColumns;
    if (step.length === 0) continue;
    packed[at++] = ledger.find(runId, name).id;
    packed[at++] = step.length;
    for (const column of [step, wallTimeMs, value]) {
      packed.set(column, at);
      at += column.length;
    }
  }
  db.statement("INSERT INTO inbox (run_id, columns) VALUES (?, ?)").run(runId, Buffer.from(packed.buffer));
  return points;
}

export const isInboxEmpty = (db: Database): boolean =>
  db.statement("SELECT 1 FROM inbox LIMIT 1").get() === undefined;

/** Puts everything that waits into its series. */
export function settleInbox(db: Database): void {
  if (!isInboxEmpty(db)) withLedger(db, (ledger) => settleInside(db, ledger));
}

/** The same within `withLedger`. */
export function settleInside(db: Database, ledger: SeriesLedger): void {
  const rows = db.statement("SELECT id, run_id, columns FROM inbox ORDER BY id").raw().all() as [
    number,
    string,
    Buffer,
  ][];
  const last = rows.at(-1);
  if (!last) return;
  const byRun = new Map<string, Map<number, SeriesColumns>>();
  for (const [, runId, columns] of rows) {
    const collected = byRun.get(runId) ?? new Map<number, SeriesColumns>();
    byRun.set(runId, collected);
    unpack(columns, collected);
  }
  for (const [runId, collected] of byRun) {
    for (const [id, columns] of collected) appendToSeries(db, ledger, ledger.findById(runId, id), columns);
    touchRun(db, runId);
  }
  db.statement("DELETE FROM inbox WHERE id <= ?").run(last[0]);
}

/** Adds a batch's points behind those collected before it, in the order of arrival. */
function unpack(bytes: Buffer, collected: Map<number, SeriesColumns>): void {
  const packed = new Float64Array(bytes.length / 8);
  new Uint8Array(packed.buffer).set(bytes);
  for (let at = 0; at < packed.length; ) {
    const id = packed[at] as number;
    const length = packed[at + 1] as number;
    at += 2;
    const columns = collected.get(id) ?? { step: [], wallTimeMs: [], value: [] };
    collected.set(id, columns);
    for (const column of [columns.step, columns.wallTimeMs, columns.value])
      for (const end = at + length; at < end; at++) column.push(packed[at] as number);
  }
}
