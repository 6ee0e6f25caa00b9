import type { DetectedEpisode } from "../../db/contract/episode";
import type { Database } from "../../db/database";
import { noteJudgedBy } from "../../db/store/judging/judged-by";
import type { Point } from "../../db/store/points/point-source";
import { pointsOf } from "../../db/store/points/points";
import { listSeries } from "../../db/store/series/series";
import { createRunMonitor, type RunPoint } from "../../diagnostics/monitor-run";
import { judgingOf } from "../judging/judging-of";
import type { LastPoint } from "./stall-watch";

/** Points of a series read at once: a long run is judged in slices, so that it holds up no other. */
const sliceLength = 500;

export interface RunFollower {
  /** Judges the next slice of stored points, within a snapshot; false when there are none left behind it. */
  advance(): boolean;
  /** The run is paused: its last step is whole, and no later one comes for now. */
  settle(): void;
  /** The run has ended and has no more points: closes what is open. */
  end(): void;
  /** Takes in an episode that something else than a detector tells of. */
  keep(changed: readonly DetectedEpisode[]): void;
  /** The last point that was judged. */
  readonly last: LastPoint | undefined;
  /** Latest state of each episode that changed and was not stored yet. */
  readonly unsaved: Map<string, DetectedEpisode>;
}

/** Follows one attempt of a run from its first stored point on. */
export function followRun(db: Database, runId: string): RunFollower {
  const { roles, thresholds } = judgingOf(db, runId);
  noteJudgedBy(db, runId, thresholds);
  const monitor = createRunMonitor({ roles, thresholds });
  const cursors = new Map<number, number>();
  const unsaved = new Map<string, DetectedEpisode>();
  let last: LastPoint | undefined;
  const keep = (changed: readonly DetectedEpisode[]) => {
    for (const episode of changed)
      unsaved.set(`${episode.kind} ${episode.startStep} ${episode.series}`, episode);
  };

  return {
    unsaved,
    keep,
    get last() {
      return last;
    },
    advance() {
      const { points, isLast } = nextSlice(db, runId, cursors);
      for (const point of points) keep(monitor.push(point));
      last = points.at(-1) ?? last;
      return !isLast;
    },
    settle: () => keep(monitor.settle()),
    end: () => keep(monitor.end()),
  };
}

/**
 * The next points of all series merged by step, up to the step that every series was read to. Moves
 * the cursors (last step read, by series id) behind them.
 */
function nextSlice(
  db: Database,
  runId: string,
  cursors: Map<number, number>,
): { points: RunPoint[]; isLast: boolean } {
  let horizon = Number.POSITIVE_INFINITY;
  const read = listSeries(db, runId)
    .filter(({ id, lastStep }) => (lastStep ?? -1) > (cursors.get(id) ?? -1))
    .map((series) => {
      const { id, name } = series;
      const from = (cursors.get(id) ?? -1) + 1;
      const slice = pointsOf(db, series).range(from, Number.MAX_SAFE_INTEGER, sliceLength);
      if (slice.length === sliceLength) horizon = Math.min(horizon, (slice.at(-1) as Point)[0]);
      return { id, name, slice };
    });
  const points: RunPoint[] = [];
  for (const { id, name, slice } of read) {
    for (const [step, , value] of slice) {
      if (step > horizon) break;
      points.push({ series: name, step, value });
      cursors.set(id, step);
    }
  }
  points.sort((left, right) => left.step - right.step);
  return { points, isLast: horizon === Number.POSITIVE_INFINITY };
}
