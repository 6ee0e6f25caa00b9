import type { RunState, StateSnapshot } from "../state/state-registry";

/** What guardrails have done counts on: their limits, and the lower rates. */
const kept = "guardrails/actions";

/** Puts a run back to a snapshot of itself, as resuming it would, but for what its guardrails have done. */
export function retreatTo(state: RunState, { arrays, values }: StateSnapshot): void {
  const done = state.snapshot().values.get(kept);
  // Copied, since parts may go on with what they are given, and the snapshot may be gone back to again.
  const restored = structuredClone(values);
  if (done !== undefined) restored.set(kept, done);
  state.restore({ arrays, values: restored });
}
