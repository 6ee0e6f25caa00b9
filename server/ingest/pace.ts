const defaults = {
  /** Points of the last moments from which on batches come faster than each is put into its series by itself. */
  busyPoints: 5_000,
  memoryMs: 50,
  /** Points that wait at most, and for how long: putting them away holds up the next batches for some 60 ms. */
  mostWaiting: 250_000,
  longestWaitMs: 250,
  /** Without a batch for so long the load is over, and nothing is held up. */
  silenceMs: 20,
};

/** Decides which batches' points are put into their series at once, and when those that wait are. */
export interface Pace {
  /** For a commit of so many points, which it counts. */
  next(points: number, nowMs: number): "now" | "later";
  /** Milliseconds until what waits is to be put away; undefined where nothing waits. */
  dueInMs(nowMs: number): number | undefined;
  /** Nothing waits any more. */
  settled(): void;
}

export function createPace(): Pace {
  /** Points that came, each counted for less the longer ago it was. */
  let recent = 0;
  let lastAt = 0;
  let waiting = 0;
  let waitingSince = 0;
  return {
    next(points, nowMs) {
      recent = recent * Math.exp((lastAt - nowMs) / defaults.memoryMs) + points;
      lastAt = nowMs;
      // Behind points that wait, the next ones wait too: of two for one step the last is to win.
      if (waiting === 0 && recent < defaults.busyPoints) return "now";
      if (waiting === 0) waitingSince = nowMs;
      waiting += points;
      return "later";
    },
    dueInMs(nowMs) {
      if (waiting === 0) return undefined;
      if (waiting >= defaults.mostWaiting) return 0;
      const dueAt = Math.min(waitingSince + defaults.longestWaitMs, lastAt + defaults.silenceMs);
      return Math.max(0, dueAt - nowMs);
    },
    settled() {
      waiting = 0;
    },
  };
}
