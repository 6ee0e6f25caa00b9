export interface OutcomePoint {
  step: number;
  value: number;
}

/**
 * A run's outcome: the mean of the outcome series over the run's last `lastSteps` steps (steps, not points: a
 * series logged every 20 steps has 5 points in 100). A non-finite point makes the outcome non-finite, which
 * is a failure and not a gap. Null when the series has no point there.
 */
export function summarizeOutcome(
  points: readonly OutcomePoint[],
  lastSteps: number,
  totalSteps?: number,
): number | null {
  let end = totalSteps ?? 0;
  if (totalSteps === undefined) for (const { step } of points) end = Math.max(end, step + 1);
  let sum = 0;
  let count = 0;
  for (const { step, value } of points) {
    if (step < end - lastSteps || step >= end) continue;
    sum += value;
    count++;
  }
  return count === 0 ? null : sum / count;
}
