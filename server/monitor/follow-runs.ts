import type { Logger } from "pino";
import type { DetectedEpisode } from "../../db/contract/episode";
import { isEnded } from "../../db/contract/statuses";
import type { Database } from "../../db/database";
import { openEpisodes, upsertEpisode } from "../../db/store/episodes/episodes";
import {
  changedRuns,
  type FollowedRun,
  isMonitored,
  markMonitored,
  unmonitoredRuns,
} from "../../db/store/episodes/monitoring";
import { isImported } from "../../db/store/imports/import-position";
import { beginJudgingAnew } from "../../db/store/judging/judge-anew";
import { getSettings } from "../../db/store/settings";
import { durably, inSnapshot } from "../../db/transaction";
import { raiseAlerts } from "../alerts/raise-alerts";
import { recurring } from "../recurring";
import { followRun, type RunFollower } from "./run-follower";
import { isStall, type StallWatch, watchForStall } from "./stall-watch";

interface Followed {
  run: FollowedRun;
  follower: RunFollower;
  stall: StallWatch;
  /** Points may be waiting that were not judged yet. */
  behind: boolean;
}

export interface Monitor {
  /** One round over all runs; true when there is more to do at once. */
  round(): boolean;
}

/**
 * Follows all runs as their points arrive, and those that were recorded while no server ran. Where it
 * is in a run it keeps in memory only: after a restart it judges the run's stored points again, and
 * since detectors are deterministic that ends in the same episodes.
 */
export function createMonitor(
  db: Database,
  log: Logger,
  /** Milliseconds on a clock that nobody sets. */
  passed = () => performance.now(),
): Monitor {
  const followed = new Map<string, Followed>();
  let seenData = -1;
  let seenChange = -1;

  /** Takes up what changed since the last round; costs one pragma while nothing did. */
  function notice(): void {
    const data = db.sqlite.pragma("data_version", { simple: true }) as number;
    if (data === seenData) return;
    // Read before the runs: what changes in between is noticed again.
    const counter = db.statement("SELECT value FROM change_counter").pluck().get() as number;
    for (const run of seenChange < 0 ? unmonitoredRuns(db) : changedRuns(db, seenChange)) takeUp(run);
    seenData = data;
    seenChange = counter;
  }

  function takeUp(run: FollowedRun): void {
    const known = followed.get(run.id);
    if (run.asked > run.begun) beginJudgingAnew(db, run.id);
    if (!known && isMonitored(db, run)) return;
    const replaced =
      known &&
      (known.run.recordedAttempt !== run.recordedAttempt ||
        known.run.retreats !== run.retreats ||
        run.asked > run.begun);
    const follower = known && !replaced ? known.follower : followRun(db, run.id);
    const stall = known?.stall ?? watchForStall(passed, openEpisodes(db, run.id).find(isStall));
    followed.set(run.id, { run, follower, stall, behind: true });
  }

  function judge(entry: Followed): void {
    const { run, follower, stall } = entry;
    const { last } = follower;
    entry.behind = inSnapshot(db, () => follower.advance());
    if (entry.behind) stall.catchUp();
    else if (follower.last && follower.last !== last) keepIfAny(follower, stall.heard(follower.last));
    if (run.status !== "running") keepIfAny(follower, stall.rest());
    if (!entry.behind && run.status === "paused") follower.settle();
    const done = !entry.behind && isEnded(run.status);
    if (done) follower.end();
    save(db, entry, done);
    if (done) followed.delete(run.id);
  }

  function round(): boolean {
    notice();
    for (const { run, follower, stall, behind } of followed.values())
      if (run.status === "running" && !behind && follower.last)
        keepIfAny(follower, stall.look(follower.last));
    for (const entry of followed.values())
      if (entry.behind || entry.follower.unsaved.size > 0 || isEnded(entry.run.status)) judge(entry);
    return [...followed.values()].some(({ behind }) => behind);
  }

  // What was judged and could not be stored is kept in `unsaved` for a later round.
  return { round: recurring(log, "the monitor", round, false) };
}

function keepIfAny(follower: RunFollower, episode: DetectedEpisode | undefined): void {
  if (episode) follower.keep([episode]);
}

/** Stores changed episodes with their alerts, and at the end that the run is done, all or nothing. */
function save(db: Database, { run, follower }: Followed, done: boolean): void {
  if (follower.unsaved.size === 0 && !done) return;
  durably(db, () => {
    const settings = getSettings(db);
    for (const episode of follower.unsaved.values()) {
      const { id, change } = upsertEpisode(db, run.id, episode);
      if (change !== "none") raiseAlerts(db, settings, run.id, { ...episode, id });
    }
    // `lost` is a presumption: should the run go on, it is judged again from its beginning, as an import sees to itself.
    if (done && (run.status !== "lost" || isImported(db, run.id))) markMonitored(db, run);
  });
  follower.unsaved.clear();
}
