import type { RunState, StateSnapshot } from "../state/state-registry";

/**
 * What a retreat leaves as it is. Data and noise go on as in every other arm with this seed, and do not repeat the
 * batches that led here (Chowdhery et al. 2022, section 5.1, skip them too); what guardrails have done so far must
 * count; schedules and records go by the step, which does not go back.
 */
const kept = ["random/", "guardrails/actions", "protocol/", "checkpoints/"];

/** Puts weights, optimizers, averages and detectors back to a snapshot of the same run. */
export function retreatTo(state: RunState, { arrays, values }: StateSnapshot): void {
  const goesBack = (name: string) => !kept.some((prefix) => name.startsWith(prefix));
  const now = state.snapshot();
  for (const name of now.arrays.keys()) {
    const before = arrays.get(name);
    if (before && goesBack(name)) now.arrays.set(name, before);
  }
  for (const name of now.values.keys()) {
    const before = values.get(name);
    if (before !== undefined && goesBack(name)) now.values.set(name, before);
  }
  state.restore(now);
}
