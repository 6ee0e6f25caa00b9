import type { Database } from "../../db/connection";
import type { DetectedEpisode } from "../../db/contract/episode";
import { readPoints } from "../../db/store/read-points";
import { listSeries } from "../../db/store/series";
import { createRunMonitor, type RunPoint } from "../../diagnostics/monitor-run";

/** Points of a series read at once: a long run is judged in slices, so that it holds up no other. */
const sliceLength = 500;

export interface RunFollower {
  /** Judges the next slice of stored points; false when there were none left. */
  advance(): boolean;
  /** The run is paused: its last step is whole, and no later one comes for now. */
  settle(): void;
  /** The run has ended and has no more points: closes what is open. */
  end(): void;
  /** Latest state of each episode that changed and was not stored yet. */
  readonly unsaved: Map<string, DetectedEpisode>;
}

/** Follows one attempt of a run from its first stored point on. */
export function followRun(db: Database, runId: string): RunFollower {
  const monitor = createRunMonitor();
  const cursors = new Map<number, number>();
  const unsaved = new Map<string, DetectedEpisode>();
  const keep = (changed: readonly DetectedEpisode[]) => {
    for (const episode of changed)
      unsaved.set(`${episode.kind} ${episode.startStep} ${episode.series}`, episode);
  };

  return {
    unsaved,
    advance() {
      const points = nextSlice(db, runId, cursors);
      for (const point of points) keep(monitor.push(point));
      return points.length > 0;
    },
    settle: () => keep(monitor.settle()),
    end: () => keep(monitor.end()),
  };
}

/**
 * The next points of all series merged by step, up to the step that every series was read to. Moves
 * the cursors (last step read, by series id) behind them.
 */
function nextSlice(db: Database, runId: string, cursors: Map<number, number>): RunPoint[] {
  let horizon = Number.POSITIVE_INFINITY;
  const read = listSeries(db, runId)
    .filter(({ id, lastStep }) => (lastStep ?? -1) > (cursors.get(id) ?? -1))
    .map(({ id, name }) => {
      const { step, value } = readPoints(db, id, cursors.get(id) ?? -1, sliceLength);
      if (step.length === sliceLength) horizon = Math.min(horizon, step.at(-1) as number);
      return { id, name, step, value };
    });
  const points: RunPoint[] = [];
  for (const { id, name, step, value } of read)
    for (const [index, at] of step.entries()) {
      if (at > horizon) break;
      points.push({ series: name, step: at, value: value[index] as number });
      cursors.set(id, at);
    }
  return points.sort((left, right) => left.step - right.step);
}
