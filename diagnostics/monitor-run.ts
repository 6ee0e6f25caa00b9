import type { DetectedEpisode } from "../db/contract/episode";
import { createRunState } from "./run-state";
import type { SeriesLimit } from "./series-limits";
import type { MonitorOptions, RegisteredSeries } from "./series-register";

export type { MonitorOptions } from "./series-register";

/** One point of one series of a run; `value` may be NaN or infinite. */
export interface RunPoint {
  series: string;
  step: number;
  value: number;
}

export interface RunMonitor {
  /**
   * Takes the run's points in step order; points of one step in any order. A step is judged when the
   * first point of a later one arrives. A point of a step that was judged already (a series that lags)
   * is judged on its own; one at or before the last step of its own series is ignored.
   * Returns the episodes that opened or changed.
   */
  push(point: RunPoint): readonly DetectedEpisode[];
  /** Judges the last step without waiting for a later one: all its points are there. Returns what changed. */
  settle(): readonly DetectedEpisode[];
  /** Judges the last step and closes what is open. Returns the episodes that changed. */
  end(): DetectedEpisode[];
  /** All episodes so far, in order of their first step. */
  episodes(): DetectedEpisode[];
  /** Beyond which values the next points would count, by what is known so far; of series where one value decides. */
  limits(): SeriesLimit[];
}

/**
 * Runs every detector over one run. Deterministic: no clock, no I/O, no randomness, and memory that does
 * not grow with the run, so the monitor thread, a replay over a stored run and a trainer's guardrail judge alike.
 */
export function createRunMonitor(options: MonitorOptions = {}): RunMonitor {
  const run = createRunState(options);
  let pending: RegisteredSeries[] = [];
  let pendingStep = -1;
  let ended = false;

  function flush(): readonly DetectedEpisode[] {
    if (pending.length === 0) return noChange;
    const brought = pending;
    pending = [];
    return run.judgeSeries(pendingStep, brought);
  }

  return {
    push({ series: name, step, value }) {
      const series = run.register.get(name);
      if (ended || step <= series.lastStep) return noChange;
      series.lastStep = step;
      if (step < pendingStep) {
        series.reading.value = value;
        return run.judgeSeries(step, [series]);
      }
      const changed = step > pendingStep ? flush() : noChange;
      pendingStep = step;
      series.reading.value = value;
      pending.push(series);
      return changed;
    },
    settle: () => (ended ? noChange : flush()),
    end() {
      if (ended) return [];
      const changed = flush();
      ended = true;
      return [...changed, ...run.end()];
    },
    episodes: () => run.episodes(),
    limits: () => run.limits(),
  };
}

const noChange: readonly DetectedEpisode[] = [];
