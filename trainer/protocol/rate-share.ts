import type { Schedule } from "../../db/contract/config/schedule";

/**
 * Share of its full learning rate that a schedule without memory gives a network at step t = 1, 2, ..., of `steps` in all.
 *
 * Warm-up over W steps: t / W (Goyal 2017), so that step W is the first at the full rate. Then, with s = t - max(W, 1)
 * steps made at the full rate or below it:
 *   constant     1
 *   step         factor^floor(s / every)
 *   exponential  decay^s
 *   cosine       f + (1 - f) (1 + cos(pi s / S)) / 2 with S = steps - max(W, 1), so that the last step is at f, the final
 *                share (Loshchilov & Hutter 2017, equation 5, one period)
 * A plateau schedule has memory: here it is its warm-up only.
 */
export function rateShare(schedule: Schedule, step: number, steps: number): number {
  const { warmupSteps } = schedule;
  if (step < warmupSteps) return step / warmupSteps;
  const start = Math.max(warmupSteps, 1);
  const since = step - start;
  switch (schedule.name) {
    case "step":
      return schedule.factor ** Math.floor(since / schedule.every);
    case "exponential":
      return schedule.decay ** since;
    case "cosine": {
      // A warm-up as long as the run leaves nothing to decay over.
      const share = steps > start ? since / (steps - start) : 0;
      return schedule.finalShare + ((1 - schedule.finalShare) * (1 + Math.cos(Math.PI * share))) / 2;
    }
    case "constant":
    case "plateau":
      return 1;
  }
}
