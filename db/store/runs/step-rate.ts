/** Steps a second are smoothed over about this time, so that the ETA neither jumps nor lags. */
const smoothingMs = 10_000;

interface Progress {
  step: number | null;
  stepAt: number | null;
  stepsPerSecond: number | null;
}

/** Exponential moving average of the pace, weighted by the time that passed since the last batch. */
export function stepRate(before: Progress, now: { step: number; wallTimeMs: number }): number | null {
  if (before.step === null || before.stepAt === null) return before.stepsPerSecond;
  const elapsedMs = now.wallTimeMs - before.stepAt;
  if (!(elapsedMs > 0)) return before.stepsPerSecond;
  const pace = (1000 * (now.step - before.step)) / elapsedMs;
  if (before.stepsPerSecond === null) return pace;
  const weight = 1 - Math.exp(-elapsedMs / smoothingMs);
  return before.stepsPerSecond + weight * (pace - before.stepsPerSecond);
}
