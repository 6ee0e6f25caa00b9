import { describeMetric } from "../../contract/metrics";
import type { SeriesSummary } from "../../contract/read-models";
import type { Database } from "../../database";
import { fromColumn, toColumn } from "../../schema/encoded-number";

/** A series with the summary of its points; NaN bounds mean no finite value. */
export interface StoredSeries {
  id: number;
  name: string;
  bucketSteps: number;
  buckets: number;
  count: number;
  nonFinite: number;
  /** Null while it has no points. */
  firstStep: number | null;
  lastStep: number | null;
  lastValue: number;
  min: number;
  max: number;
  /** How many values gave way to a later one for the same step. */
  replaced: number;
  /** Its points are in chunks; 0 where an older version recorded them as rows. */
  chunked: 0 | 1;
  /** Those chunks are packed for good. */
  compacted: 0 | 1;
}

type SeriesRow = Omit<StoredSeries, "lastValue" | "min" | "max"> & {
  lastValue: number | "NaN" | null;
  min: number | null;
  max: number | null;
};

const columns = `id, name, bucket_steps AS bucketSteps, buckets, count, non_finite AS nonFinite,
  first_step AS firstStep, last_step AS lastStep, last_value AS lastValue, min, max, replaced, chunked, compacted`;

/** The series of a run that hold points, by name. */
export function listSeries(db: Database, runId: string): StoredSeries[] {
  const rows = db
    .statement(`SELECT ${columns} FROM series WHERE run_id = ? AND count > 0 ORDER BY name`)
    .all(runId) as SeriesRow[];
  return rows.map(fromRow);
}

export function findSeries(db: Database, runId: string, name: string): StoredSeries | undefined {
  const row = db
    .statement(`SELECT ${columns} FROM series WHERE run_id = ? AND name = ? AND count > 0`)
    .get(runId, name) as SeriesRow | undefined;
  return row && fromRow(row);
}

/** The series of these names that hold points; all of the run where `names` is left out. */
export function listNamed(db: Database, runId: string, names?: readonly string[]): StoredSeries[] {
  if (!names) return listSeries(db, runId);
  return [...new Set(names)].flatMap((name) => findSeries(db, runId, name) ?? []);
}

export function seriesById(db: Database, id: number): StoredSeries | undefined {
  const row = db.statement(`SELECT ${columns} FROM series WHERE id = ?`).get(id) as SeriesRow | undefined;
  return row && fromRow(row);
}

/** What the run page lists: each series with its meaning and summary. */
export function summarizeSeries(db: Database, runId: string): SeriesSummary[] {
  return listSeries(db, runId).map((series) => {
    const described = describeMetric(series.name);
    return {
      name: series.name,
      unit: described?.unit ?? "",
      meaning: described?.meaning ?? "Logged by the training code under this name",
      group: described?.group ?? "Other",
      scale: described?.scale ?? "linear",
      count: series.count,
      nonFinite: series.nonFinite,
      firstStep: series.firstStep ?? 0,
      lastStep: series.lastStep ?? 0,
      lastValue: series.lastValue,
      min: series.min,
      max: series.max,
      replaced: series.replaced,
    };
  });
}

/** All series of a run, those included whose points were all taken back. */
export function listAllSeries(db: Database, runId: string): StoredSeries[] {
  const rows = db.statement(`SELECT ${columns} FROM series WHERE run_id = ?`).all(runId) as SeriesRow[];
  return rows.map(fromRow);
}

/** Steps that a bucket of a series covers at first: a chunk of them is read as fast as a row of the rollup. */
export const finestBucketSteps = 256;

export function makeSeries(db: Database, runId: string, name: string): StoredSeries {
  return fromRow(
    db
      .statement(
        `INSERT INTO series (run_id, name, bucket_steps, chunked) VALUES (?, ?, ?, 1) RETURNING ${columns}`,
      )
      .get(runId, name, finestBucketSteps) as SeriesRow,
  );
}

export function updateSummary(db: Database, series: StoredSeries): void {
  db.statement(
    `UPDATE series SET bucket_steps = ?, buckets = ?, count = ?, non_finite = ?, first_step = ?, last_step = ?,
       last_value = ?, min = ?, max = ?, replaced = ? WHERE id = ?`,
  ).run(
    series.bucketSteps,
    series.buckets,
    series.count,
    series.nonFinite,
    series.firstStep,
    series.lastStep,
    series.lastStep === null ? null : toColumn(series.lastValue),
    Number.isNaN(series.min) ? null : series.min,
    Number.isNaN(series.max) ? null : series.max,
    series.replaced,
    series.id,
  );
}

function fromRow(row: SeriesRow): StoredSeries {
  return {
    ...row,
    lastValue: row.lastValue === null ? Number.NaN : fromColumn(row.lastValue),
    min: row.min ?? Number.NaN,
    max: row.max ?? Number.NaN,
  };
}
