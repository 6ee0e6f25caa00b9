import { GradiometerError } from "../../db/contract/errors";
import type { Database } from "../../db/database";
import { listSeries } from "../../db/store/series/series";
import { inSnapshot } from "../../db/transaction";
import type { DetectorId } from "../../diagnostics/detectors/registry";
import { judgingOf } from "../judging/judging-of";
import { type Judged, judge, type ThresholdValues } from "./compared-run";
import type { LoggedRun } from "./read-logged-runs";
import { readStoredRun } from "./read-stored-runs";

/** Points in memory at most: 16 bytes each, and about two seconds to replay them all. */
const mostPoints = 4e6;
/** Replays of one run that are kept: the setting compared with, and those that a slider goes back to. */
const mostReplays = 12;

interface KeptRun {
  size: RunSize;
  run: LoggedRun;
  replays: Map<string, Judged>;
}

interface RunSize {
  points: number;
  /** Values that gave way to later ones: a run that goes back and on again may have as many points as before. */
  replaced: number;
  /** The roles and thresholds that hold for it. */
  judging: string;
}

/** Runs whose points are in memory, so that another threshold costs a replay and nothing else. */
export class RunCache {
  readonly #db: Database;
  readonly #kept = new Map<string, KeptRun>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Reads the runs that are not in memory as they stand, and forgets others where there is no room. */
  load(ids: readonly string[]): LoggedRun[] {
    return inSnapshot(this.#db, () => {
      const sizes = new Map(ids.map((id) => [id, this.#sizeOf(id)]));
      const wanted = [...sizes.values()].reduce((sum, { points }) => sum + points, 0);
      if (wanted > mostPoints) throw tooLong(wanted);
      let held = wanted;
      for (const [id, { size }] of [...this.#kept].reverse())
        if (!sizes.has(id)) {
          held += size.points;
          if (held > mostPoints) this.#kept.delete(id);
        }
      return ids.map((id) => this.#read(id, sizes.get(id) as RunSize));
    });
  }

  /** A replay of a run that `load` brought; the same asked again is not made again. */
  judge({ file }: LoggedRun, detector: DetectorId, values: ThresholdValues): Judged {
    const { run, replays } = this.#kept.get(file) as KeptRun;
    const key = `${detector} ${JSON.stringify(Object.entries(values).sort())}`;
    const judged = replays.get(key) ?? judge(run, detector, values);
    replays.delete(key);
    replays.set(key, judged);
    for (const oldest of replays.keys()) if (replays.size > mostReplays) replays.delete(oldest);
    return judged;
  }

  #read(id: string, size: RunSize): LoggedRun {
    const known = this.#kept.get(id);
    this.#kept.delete(id);
    const isCurrent = known && JSON.stringify(known.size) === JSON.stringify(size);
    const kept = isCurrent
      ? known
      : { size, run: readStoredRun(this.#db, id, "now"), replays: new Map<string, Judged>() };
    this.#kept.set(id, kept);
    return kept.run;
  }

  #sizeOf(id: string): RunSize {
    const { roles, thresholds } = judgingOf(this.#db, id);
    const size = { points: 0, replaced: 0, judging: JSON.stringify([[...roles], thresholds]) };
    for (const { count, replaced } of listSeries(this.#db, id)) {
      size.points += count;
      size.replaced += replaced;
    }
    return size;
  }
}

const tooLong = (points: number): GradiometerError =>
  new GradiometerError(
    "too-large",
    `Expected at most ${mostPoints / 1e6} million points to replay at once, got ${(points / 1e6).toFixed(1)} million; choose fewer runs, or run \`gradiometer backtest\`, which reads them one after another.`,
  );
