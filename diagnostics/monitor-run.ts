import type { DetectedEpisode } from "../db/contract/episode";
import { createRunState, type MonitorOptions } from "./run-state";

export type { MonitorOptions } from "./run-state";

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
  push(point: RunPoint): DetectedEpisode[];
  /** Judges the last step without waiting for a later one: all its points are there. Returns what changed. */
  settle(): DetectedEpisode[];
  /** Judges the last step and closes what is open. Returns the episodes that changed. */
  end(): DetectedEpisode[];
  /** All episodes so far, in order of their first step. */
  episodes(): DetectedEpisode[];
}

/**
 * Runs every detector over one run. Deterministic: no clock, no I/O, no randomness, and memory that does
 * not grow with the run, so the monitor thread, a replay over a stored run and a trainer's guardrail judge alike.
 */
export function createRunMonitor(options: MonitorOptions = {}): RunMonitor {
  const run = createRunState(options);
  const lastStepOf = new Map<string, number>();
  let pending = new Map<string, number>();
  let pendingStep = -1;
  let ended = false;

  function flush(): DetectedEpisode[] {
    if (pending.size === 0) return [];
    const values = pending;
    pending = new Map();
    return run.judge(pendingStep, values);
  }

  return {
    push({ series, step, value }) {
      if (ended || step <= (lastStepOf.get(series) ?? -1)) return [];
      lastStepOf.set(series, step);
      if (step < pendingStep) return run.judge(step, new Map([[series, value]]));
      const changed = step > pendingStep ? flush() : [];
      pendingStep = step;
      pending.set(series, value);
      return changed;
    },
    settle: () => (ended ? [] : flush()),
    end() {
      if (ended) return [];
      const changed = flush();
      ended = true;
      return [...changed, ...run.end()];
    },
    episodes: () => run.episodes(),
  };
}
