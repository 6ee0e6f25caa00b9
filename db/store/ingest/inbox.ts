import type { SeriesColumns } from "../../contract/events";
import type { Database } from "../../database";
import { touchRun } from "../change-counter";
import { appendToSeries } from "../points/append-points";
import { type SeriesLedger, withLedger } from "../series/series-ledger";

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
  const names = Object.keys(series);
  const all = names.map((name) => series[name] as SeriesColumns);
  const points = all.reduce((total, { step }) => total + step.length, 0);
  if (points === 0) return 0;
  const packed = new Float64Array(2 * all.length + 3 * points);
  let at = 0;
  let before: SeriesColumns | undefined;
  for (const [place, columns] of all.entries()) {
    const { step, wallTimeMs, value } = columns;
    if (step.length === 0) continue;
    const isShared = before !== undefined && step === before.step && wallTimeMs === before.wallTimeMs;
    packed[at++] = ledger.find(runId, names[place] as string).id;
    packed[at++] = isShared ? -step.length : step.length;
    if (!isShared) {
      at = write(packed, at, step);
      at = write(packed, at, wallTimeMs);
    }
    at = write(packed, at, value);
    before = columns;
  }
  db.statement("INSERT INTO inbox (run_id, columns) VALUES (?, ?)").run(
    runId,
    Buffer.from(packed.buffer, 0, 8 * at),
  );
  return points;
}

/** Columns are short: a loop is done before TypedArray.set has begun. */
function write(packed: Float64Array, from: number, column: readonly number[]): number {
  for (let index = 0; index < column.length; index++) packed[from + index] = column[index] as number;
  return from + column.length;
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
  const byRun = new Map<string, Map<number, Waiting>>();
  for (const [, runId, columns] of rows) {
    const collected = byRun.get(runId) ?? new Map<number, Waiting>();
    byRun.set(runId, collected);
    unpack(columns, collected);
  }
  for (const [runId, collected] of byRun) {
    for (const [id, waiting] of collected)
      appendToSeries(db, ledger, ledger.findById(runId, id), columnsOf(waiting));
    touchRun(db, runId);
  }
  db.statement("DELETE FROM inbox WHERE id <= ?").run(last[0]);
}

/** Points of a series: their steps and times are the first of lists that series which recorded the same points share. */
interface Waiting {
  axis: Pick<SeriesColumns, "step" | "wallTimeMs">;
  value: number[];
}

function columnsOf({ axis: { step, wallTimeMs }, value }: Waiting): SeriesColumns {
  const { length } = value;
  if (step.length === length) return { step, wallTimeMs, value };
  return { step: step.slice(0, length), wallTimeMs: wallTimeMs.slice(0, length), value };
}

/** Adds a batch's points behind those collected before it, in the order of arrival. */
function unpack(bytes: Buffer, collected: Map<number, Waiting>): void {
  const packed = new Float64Array(bytes.length / 8);
  new Uint8Array(packed.buffer).set(bytes);
  let stepsAt = 0;
  let before: Waiting | undefined;
  for (let at = 0; at < packed.length; ) {
    const id = packed[at++] as number;
    const signed = packed[at++] as number;
    const length = Math.abs(signed);
    if (signed > 0) {
      stepsAt = at;
      at += 2 * length;
      before = undefined;
    }
    let own = collected.get(id);
    if (!own) {
      own = { axis: before && before.value.length === length ? before.axis : emptyAxis(), value: [] };
      collected.set(id, own);
    }
    const isThere = before?.axis === own.axis && before.value.length === own.value.length + length;
    if (!isThere) {
      // Others have gone on on it.
      if (own.axis.step.length > own.value.length) own.axis = columnsOf(own);
      for (let index = stepsAt; index < stepsAt + length; index++) {
        own.axis.step.push(packed[index] as number);
        own.axis.wallTimeMs.push(packed[index + length] as number);
      }
    }
    for (let index = at; index < at + length; index++) own.value.push(packed[index] as number);
    at += length;
    before = own;
  }
}

const emptyAxis = (): Waiting["axis"] => ({ step: [], wallTimeMs: [] });
