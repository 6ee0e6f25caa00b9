import type { Database } from "../../db/database";
import { readPoints } from "../../db/store/points/read-points";
import { listSeries, type StoredSeries } from "../../db/store/series/series";

/** How long something took is different every time, and says nothing of what was computed. */
const timings = new Set(["step_time", "probe_time"]);

/** Where two recordings first differ; null: that run has no such point. */
export interface Difference {
  series: string;
  step: number;
  left: number | null;
  right: number | null;
}

export interface RecordingComparison {
  /** Series and points of both that were compared, times left out. */
  series: number;
  points: number;
  /** The earliest of all series; of one step, the first by name. Undefined: bitwise equal. */
  difference: Difference | undefined;
}

/** Compares all points of two runs up to a step, bit by bit; NaN equals NaN. */
export function compareRecordings(
  db: Database,
  leftId: string,
  rightId: string,
  lastStep: number,
): RecordingComparison {
  const left = seriesByName(db, leftId);
  const right = seriesByName(db, rightId);
  const names = [...new Set([...left.keys(), ...right.keys()])].sort();
  let points = 0;
  let difference: Difference | undefined;
  for (const name of names) {
    const compared = compareSeries(
      pointsOf(db, left.get(name), lastStep),
      pointsOf(db, right.get(name), lastStep),
    );
    points += compared.points;
    if (compared.difference && (!difference || compared.difference.step < difference.step))
      difference = { series: name, ...compared.difference };
  }
  return { series: names.length, points, difference };
}

function seriesByName(db: Database, runId: string): Map<string, StoredSeries> {
  const series = listSeries(db, runId).filter(({ name }) => !timings.has(name));
  return new Map(series.map((one) => [one.name, one]));
}

type Points = Map<number, number>;

function pointsOf(db: Database, series: StoredSeries | undefined, lastStep: number): Points {
  if (!series) return new Map();
  const { step, value } = readPoints(db, series.id, -1, Number.MAX_SAFE_INTEGER);
  return new Map(step.flatMap((at, index) => (at <= lastStep ? [[at, value[index]!] as const] : [])));
}

function compareSeries(left: Points, right: Points) {
  const steps = [...new Set([...left.keys(), ...right.keys()])].sort((a, b) => a - b);
  const step = steps.find((at) => !Object.is(left.get(at), right.get(at)));
  const difference =
    step === undefined ? undefined : { step, left: left.get(step) ?? null, right: right.get(step) ?? null };
  return { points: steps.length, difference };
}
