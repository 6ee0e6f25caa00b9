import type { TrainerRow } from "./trainer-rows";

type Heard = Pick<TrainerRow, "runId" | "heartbeatAt">;

/** Milliseconds since a run was heard of. */
export type Silence = (run: Heard) => number;

/** By the clock alone: for whoever looks once. */
export const silenceByClock: Silence = ({ heartbeatAt }) => Date.now() - (heartbeatAt ?? 0);

/**
 * For whoever looks again and again: by the clock at first sight of a run, and from then on by time that passes, since
 * clocks are set. One that is set ahead makes no run silent, and one that is set back keeps none that is.
 */
export function watchSilence(
  clock: () => number = Date.now,
  passed: () => number = () => performance.now(),
): { of: Silence; forget: (but: readonly Heard[]) => void } {
  const heard = new Map<string, { heartbeatAt: number | null; at: number }>();
  return {
    of({ runId, heartbeatAt }) {
      const before = heard.get(runId);
      if (before?.heartbeatAt === heartbeatAt) return passed() - before.at;
      const silentFor = before ? 0 : Math.max(0, clock() - (heartbeatAt ?? 0));
      heard.set(runId, { heartbeatAt, at: passed() - silentFor });
      return silentFor;
    },
    forget(but) {
      const kept = new Set(but.map(({ runId }) => runId));
      for (const runId of heard.keys()) if (!kept.has(runId)) heard.delete(runId);
    },
  };
}
