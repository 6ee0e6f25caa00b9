import { type Pulse, readPulse } from "./pulse";
import { whereMainThreadIs } from "./where-main-thread-is";

/**
 * Ends a training thread that does not come back from one step. It cannot notice that itself, so the recording thread
 * asks it, each second, for a sign of life: seconds in which this thread itself stood still (a laptop asleep) do not
 * count.
 */
export interface StepWatch {
  /** To be called each `everyMs`. */
  tick(everyMs: number): void;
}

export function watchSteps(
  memory: SharedArrayBuffer,
  limitSeconds: number,
  onStuck: (message: string, step: number) => void,
): StepWatch {
  let last: Pulse | undefined;
  let sinceMs = 0;
  return {
    tick(everyMs) {
      const pulse = readPulse(memory);
      const hasMoved = !last || pulse.beats !== last.beats || pulse.isWaiting;
      last = pulse;
      sinceMs = hasMoved ? 0 : sinceMs + everyMs;
      if (sinceMs < limitSeconds * 1000) return;
      sinceMs = Number.NEGATIVE_INFINITY;
      const what =
        pulse.step === 0 ? "The first step, with all that comes before it," : `Step ${pulse.step + 1}`;
      void whereMainThreadIs().then((place) =>
        onStuck(
          `${place ? `${place}: ` : ""}${what} took longer than ${limitSeconds} s` +
            `${place ? " and was here" : ""}. Look for a loop that does not end; a longer step is allowed by --set limits.stepSeconds=...`,
          pulse.step,
        ),
      );
    },
  };
}
