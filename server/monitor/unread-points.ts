import type { Database } from "../../db/database";
import { AxisCache } from "../../db/store/points/chunks/axis-cache";
import type { PointColumns } from "../../db/store/points/point-source";
import { pointsOf } from "../../db/store/points/points";
import { StepHeap, type Stepping } from "../../db/store/points/step-heap";
import { listSeries } from "../../db/store/series/series";
import type { RunPoint } from "../../diagnostics/monitor-run";

/** Points of a series read at once: a long run is judged in slices, so that it holds up no other. */
const sliceLength = 500;

/** The next points of a series, and which of them comes next. */
interface Slice extends Stepping {
  id: number;
  name: string;
  points: PointColumns;
  at: number;
}

/**
 * Hands on the next points of all series of a run, by step and within a step by series, up to the step that every series
 * was read to, and moves the cursors (last step taken, by series id) behind them. False when there are more. For use
 * inside a snapshot.
 */
export function takeUnread(
  db: Database,
  runId: string,
  cursors: Map<number, number>,
  take: (point: RunPoint) => void,
): boolean {
  const slices = new StepHeap<Slice>();
  const axes = new AxisCache(db);
  let horizon = Number.POSITIVE_INFINITY;
  for (const [place, series] of listSeries(db, runId).entries()) {
    const { id, name, lastStep } = series;
    const from = (cursors.get(id) ?? -1) + 1;
    if ((lastStep ?? -1) < from) continue;
    const points = pointsOf(db, series, axes).columns(from, Number.MAX_SAFE_INTEGER, sliceLength);
    const { step } = points;
    if (step.length === sliceLength) horizon = Math.min(horizon, step[sliceLength - 1] as number);
    slices.add({ id, name, points, at: 0, place, step: step[0] as number });
  }
  for (let slice = slices.first; slice && slice.step <= horizon; slice = slices.first) {
    const { id, name, points, at, step } = slice;
    take({ series: name, step, value: points.value[at] as number });
    cursors.set(id, step);
    slice.at++;
    if (slice.at === points.step.length) slices.dropFirst();
    else {
      slice.step = points.step[slice.at] as number;
      slices.sinkFirst();
    }
  }
  return horizon === Number.POSITIVE_INFINITY;
}
