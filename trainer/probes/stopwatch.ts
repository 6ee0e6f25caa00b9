/** Adds up the time spent in probes during a step (series `probe_time`). */
export interface Stopwatch {
  /** Runs `work` and adds its time. Calls do not nest. */
  time<Result>(work: () => Result): Result;
  /** Milliseconds since the last call. */
  take(): number;
}

export function createStopwatch(): Stopwatch {
  let total = 0;
  return {
    time(work) {
      const start = performance.now();
      try {
        return work();
      } finally {
        total += performance.now() - start;
      }
    },
    take() {
      const taken = total;
      total = 0;
      return taken;
    },
  };
}
