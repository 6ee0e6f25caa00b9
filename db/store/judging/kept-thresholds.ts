import { endedStatuses } from "../../contract/retention";
import type { Database } from "../../database";
import { durably } from "../../transaction";
import { judgeAnew } from "./judge-anew";

/** A threshold in the place of its detector's default, for the runs of a workload or, where that is "", of all. */
export interface KeptThreshold {
  workload: string;
  detector: string;
  name: string;
  value: number;
  author: string;
  setAt: number;
}

/** By detector and name. */
export type ThresholdValues = Record<string, Record<string, number>>;

export function listKeptThresholds(db: Database): KeptThreshold[] {
  return db
    .statement(
      `SELECT workload, detector, name, value, author, set_at AS setAt FROM kept_threshold
       ORDER BY workload, detector, name`,
    )
    .all() as KeptThreshold[];
}

/** What holds for runs of a workload: its own thresholds before those of all. */
export function thresholdsOf(db: Database, workload: string): ThresholdValues {
  const values: ThresholdValues = {};
  // Ordered by workload, so that "" comes first and is overruled.
  for (const { workload: of, detector, name, value } of listKeptThresholds(db))
    if (of === "" || of === workload) values[detector] = { ...values[detector], [name]: value };
  return values;
}

export interface KeepThresholds {
  workload: string;
  detector: string;
  /** Null takes one back. */
  values: Readonly<Record<string, number | null>>;
  author: string;
  /** Also runs that have ended. */
  ended: boolean;
}

export interface KeptResult {
  /** What the thresholds were before, to be kept again by whoever undoes. */
  before: Record<string, number | null>;
  /** Runs that are judged anew. */
  runs: number;
}

/** Keeps thresholds, and has the runs that they hold for judged anew: those that go on, and where asked those that ended. */
export function keepThresholds(
  db: Database,
  { workload, detector, values, author, ended }: KeepThresholds,
  now = Date.now(),
): KeptResult {
  return durably(db, () => {
    const kept = listKeptThresholds(db).filter(
      (one) => one.workload === workload && one.detector === detector,
    );
    const before: KeptResult["before"] = {};
    for (const [name, value] of Object.entries(values)) {
      before[name] = kept.find((one) => one.name === name)?.value ?? null;
      if (value === null)
        db.statement("DELETE FROM kept_threshold WHERE workload = ? AND detector = ? AND name = ?").run(
          workload,
          detector,
          name,
        );
      else
        db.statement(
          `INSERT INTO kept_threshold (workload, detector, name, value, author, set_at) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (workload, detector, name)
           DO UPDATE SET value = excluded.value, author = excluded.author, set_at = excluded.set_at`,
        ).run(workload, detector, name, value, author, now);
    }
    const runs = runsOf(db, workload, ended);
    judgeAnew(db, runs, now);
    return { before, runs: runs.length };
  });
}

/** Ids of the runs of a workload, or of all, that were taken up. */
function runsOf(db: Database, workload: string, ended: boolean): string[] {
  const over = ended ? "" : ` AND status NOT IN (${endedStatuses.map(() => "?").join(", ")})`;
  return db
    .statement(`SELECT id FROM run WHERE attempt > 0 AND (? = '' OR workload = ?)${over}`)
    .pluck()
    .all(workload, workload, ...(ended ? [] : endedStatuses)) as string[];
}
