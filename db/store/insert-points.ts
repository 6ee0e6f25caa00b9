import type { Database } from "../connection";
import { toColumn } from "../schema/encoded-number";

/** Points as one flat list of (series id, step, wall time, value), the way a multi-row statement binds them. */
export type PointParameters = (number | "NaN")[];

const columns = 4;
/** Rows a statement: the largest carries bulk loads, the smaller ones what is left. */
const tiers = [256, 16, 1] as const;

export function pushPoint(
  rows: PointParameters,
  seriesId: number,
  step: number,
  wallTime: number,
  value: number,
): void {
  rows.push(seriesId, step, wallTime, toColumn(value));
}

/** A point for a step that has one already replaces it. */
export function insertPoints(db: Database, rows: PointParameters): void {
  let from = 0;
  for (const tier of tiers) {
    const length = tier * columns;
    for (; rows.length - from >= length; from += length)
      // Spread: bound one by one, a list costs a tenth more.
      db.statement(statements[tier]).run(...rows.slice(from, from + length));
  }
}

const insertOf = (count: number): string =>
  `INSERT OR REPLACE INTO point (series_id, step, wall_time, value) VALUES ${Array(count).fill("(?, ?, ?, ?)").join(", ")}`;

const statements = { 256: insertOf(256), 16: insertOf(16), 1: insertOf(1) };
