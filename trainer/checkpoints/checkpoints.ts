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
  /** Before anything is restored: takes the state that the run's first step begins with. */
  takeOrigin(): void;
  /**
   * Before the first step of this process, after what it goes on from was restored. `earlier`: the snapshots that were
   * taken before that one, oldest first.
   */
  begin(earlier?: readonly TakenSnapshot[]): void;
  /** After each step, with its points; `isSound` says that its losses were finite. */
  afterStep(points: Points, isSound: boolean): void;
  /** When training ends before or at its last step: what was trained since the last checkpoint is saved too. */
  atEnd(): void;
  /** The latest `keep` snapshots, the one this process began with among them; oldest first. */
  recent(): readonly TakenSnapshot[];
  /** The latest of them from before a step, else the run's origin; undefined where there is none. */
  lastGood(beforeStep?: number): TakenSnapshot | undefined;
  /**
   * After the run went back to a snapshot and was changed: drops those of later steps, and saves the state as it is now,
   * so that a run that is resumed has gone back too.
   */
  afterRetreat(): void;
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
  let origin: TakenSnapshot | undefined;
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

  const takeNow = (): TakenSnapshot => ({ step: context.step, snapshot: context.state.snapshot() });

  return {
    takeOrigin() {
      if (every > 0) origin = takeNow();
    },
    begin(earlier = []) {
      savedStep = context.step;
      if (every > 0) taken = [...earlier, takeNow()].slice(-keep);
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
    lastGood(beforeStep = Number.POSITIVE_INFINITY) {
      const isBefore = ({ step }: TakenSnapshot) => step < beforeStep;
      return taken.findLast(isBefore) ?? (origin && isBefore(origin) ? origin : undefined);
    },
    afterRetreat() {
      taken = taken.filter(({ step }) => step < context.step);
      save(outcome.peek());
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
