import type { RunState, SharedState } from "../state/state-registry";
import type { Checkpoint } from "./codec";

/**
 * Puts a run into the state of a checkpoint: of its own whole, so that it goes on bitwise as if it had never stopped;
 * of another run (a fork) as far as both have it. Returns lines for the log.
 */
export function restoreCheckpoint(
  { runId: origin, step, codeVersion, snapshot }: Checkpoint,
  run: { runId: string; codeVersion: string },
  state: RunState,
): string[] {
  const lines = [];
  if (origin === run.runId) {
    state.restore(snapshot);
    lines.push(`Goes on after step ${step} from its checkpoint`);
  } else {
    lines.push(
      `A fork of run ${origin} after step ${step}: ${describeShared(state.restoreShared(snapshot))}`,
    );
  }
  if (codeVersion !== run.codeVersion)
    lines.push(
      `The checkpoint was written by Gradiometer ${codeVersion}, this is ${run.codeVersion}: the steps from here on may differ in their last bits`,
    );
  return lines;
}

const listed = 12;

function describeShared({ kept, fresh, dropped }: SharedState): string {
  const list = (names: readonly string[]) =>
    names.length === 0
      ? "nothing"
      : names.slice(0, listed).join(", ") +
        (names.length > listed ? ` and ${names.length - listed} more` : "");
  return `kept ${list(kept)}; fresh: ${list(fresh)}; dropped: ${list(dropped)}`;
}
