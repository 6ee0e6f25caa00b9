import type { CheckpointSettings } from "../../db/contract/config/checkpoints";
import type { WorkloadDescription } from "../../db/contract/workloads";
import type { TrainingContext } from "../context";
import type { Points } from "../probes/points";
import type { StateSnapshot } from "../state/state-registry";
import { createOutcomeMean } from "./outcome-mean";

/** A run's state after a step, as it was taken. */
export interface TakenSnapshot {
  step: number;
  snapshot: StateSnapshot;
}

/** A snapshot on its way to the disk. */
export interface NewCheckpoint extends TakenSnapshot {
  /** Mean of the run's outcome series since the checkpoint before; null where it has no point since. */
  metric: number | null;
  better: "higher" | "lower";
  keep: number;
}

/**
 * Takes the snapshots of a run and hands them on to be stored. Only a sound state is taken: one whose loss and weights
 * are finite, since nobody wants to go on from another.
 */
export interface Checkpoints {
  /** Before the first step, after what it goes on from was restored: takes the state that training begins with. */
  begin(): void;
  /** After each step, with its points; `isSound` says that its losses were finite. */
  afterStep(points: Points, isSound: boolean): void;
  /** When training ends before or at its last step: what was trained since the last checkpoint is saved too. */
  atEnd(): void;
  /** The latest `keep` snapshots of this process, the one it began with among them; oldest first. */
  recent(): readonly TakenSnapshot[];
  /** The latest of them from before a step; undefined where there is none. Restore it with `state.restore`. */
  lastGood(beforeStep?: number): TakenSnapshot | undefined;
  /** Drops snapshots of this step and later: what happened since is not to be gone back to. */
  forgetFrom(step: number): void;
}

export function createCheckpoints(parts: {
  settings: CheckpointSettings;
  outcome: Pick<WorkloadDescription["outcome"], "series" | "better">;
  context: TrainingContext;
  store(checkpoint: NewCheckpoint): void;
}): Checkpoints {
  const { context, store } = parts;
  const { every, keep } = parts.settings;
  const { series, better } = parts.outcome;
  const outcome = createOutcomeMean(series, context.state.within("checkpoints"));
  let taken: TakenSnapshot[] = [];
  /** Step of the last snapshot. */
  let savedStep = 0;
  let isSoundNow = true;

  function save(metric: number | null): void {
    const snapshot = context.state.snapshot();
    if (!isSoundState(snapshot)) return;
    savedStep = context.step;
    taken = [...taken, { step: context.step, snapshot }].slice(-keep);
    store({ step: context.step, snapshot, metric, better, keep });
  }

  return {
    begin() {
      savedStep = context.step;
      if (every > 0) taken = [{ step: context.step, snapshot: context.state.snapshot() }];
    },
    afterStep(points, isSound) {
      outcome.add(points);
      isSoundNow = isSound;
      if (every > 0 && context.step % every === 0) {
        const metric = outcome.take();
        if (isSound) save(metric);
      }
    },
    atEnd() {
      if (every > 0 && isSoundNow && context.step > savedStep) save(outcome.peek());
    },
    recent: () => taken,
    lastGood: (beforeStep = Number.POSITIVE_INFINITY) => taken.findLast(({ step }) => step < beforeStep),
    forgetFrom(step) {
      taken = taken.filter((snapshot) => snapshot.step < step);
    },
  };
}

/**
 * Float32 is what networks and optimizers keep; a probe's window of past losses (Float64) may hold a NaN and be sound.
 */
function isSoundState({ arrays }: StateSnapshot): boolean {
  for (const array of arrays.values())
    if (array instanceof Float32Array)
      for (let index = 0; index < array.length; index += 1) if (!Number.isFinite(array[index])) return false;
  return true;
}
