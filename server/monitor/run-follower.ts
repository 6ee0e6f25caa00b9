import type { DetectedEpisode } from "../../db/contract/episode";
import type { Database } from "../../db/database";
import { noteJudgedBy } from "../../db/store/judging/judged-by";
import { createRunMonitor } from "../../diagnostics/monitor-run";
import { judgingOf } from "../judging/judging-of";
import type { LastPoint } from "./stall-watch";
import { takeUnread } from "./unread-points";

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
      const isLast = takeUnread(db, runId, cursors, (point) => {
        keep(monitor.push(point));
        last = point;
      });
      return !isLast;
    },
    settle: () => keep(monitor.settle()),
    end: () => keep(monitor.end()),
  };
}
