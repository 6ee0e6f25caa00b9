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
  for (const name in series) {
    const count = (series[name] as SeriesColumns).step.length;
    points += count;
    if (count > 0) length += 2 + 3 * count;
  }
  if (points === 0) return 0;
  const packed = new Float64Array(length);
  let at = 0;
  let before: SeriesColumns | undefined;
  for (const name of Object.keys(series)) {
    const columns = series[name] as SeriesColumns;
    const { step, wallTimeMs, value } = columns;
    if (step.length === 0) continue;
    const isShared =
      before !== undefined && areSame(step, before.step) && areSame(wallTimeMs, before.wallTimeMs);
    packed[at++] = ledger.find(runId, name).id;
    packed[at++] = isShared ? -step.length : step.length;
    for (const column of isShared ? [value] : [step, wallTimeMs, value]) {
      packed.set(column, at);
      at += column.length;
    }
    before = columns;
  }
  db.statement("INSERT INTO inbox (run_id, columns) VALUES (?, ?)").run(
    runId,
    Buffer.from(packed.buffer, 0, 8 * at),
  );
  return points;
}

function areSame(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
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
  let stepsAt = 0;
  for (let at = 0; at < packed.length; ) {
    const id = packed[at++] as number;
    const signed = packed[at++] as number;
    const length = Math.abs(signed);
    if (signed > 0) {
      stepsAt = at;
      at += 2 * length;
    }
    let columns = collected.get(id);
    if (!columns) {
      columns = { step: [], wallTimeMs: [], value: [] };
      collected.set(id, columns);
    }
    for (let index = 0; index < length; index++) {
      columns.step.push(packed[stepsAt + index] as number);
      columns.wallTimeMs.push(packed[stepsAt + length + index] as number);
      columns.value.push(packed[at + index] as number);
    }
    at += length;
  }
}
