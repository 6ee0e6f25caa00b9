import type { Database } from "../../db/database";
import { readCheckpoint } from "../../db/store/checkpoints/checkpoint-files";
import { forgetCheckpointsAfter, listCheckpoints } from "../../db/store/checkpoints/checkpoints";
import type { StoredRun } from "../../db/store/runs/runs";
import { type Checkpoint, decodeCheckpoint } from "./codec";

/** Where a training begins. */
export interface Start {
  /** Undefined: with step 1, from the initial weights. */
  checkpoint: Checkpoint | undefined;
  /** The run's own from before that, oldest first: where a guardrail may go back to. */
  earlier: Checkpoint[];
  /** Its first steps are another run's. */
  isFork: boolean;
  /** Checkpoints that were passed over, one sentence each with the reason. */
  refused: string[];
}

/**
 * The latest checkpoint of a run that is whole: a damaged one is refused by its hash, and the one before it is tried.
 * Those of later steps are forgotten, with the files: training makes them anew.
 */
export function findStart(db: Database, home: string, run: StoredRun): Start {
  const refused: string[] = [];
  const checkpoint = latestWhole(db, home, run, refused);
  const step = checkpoint?.step ?? 0;
  forgetCheckpointsAfter(db, home, run.id, step);
  return {
    checkpoint,
    earlier: ownBefore(step, db, home, run),
    isFork: run.forkedFromRunId !== null,
    refused,
  };
}

/** One that is damaged is no matter here: it is not gone on from. */
function ownBefore(step: number, db: Database, home: string, run: StoredRun): Checkpoint[] {
  return listCheckpoints(db, run.id)
    .filter((stored) => stored.kind === "last" && stored.step < step)
    .reverse()
    .flatMap(({ sha256 }) => {
      try {
        return [decodeCheckpoint(readCheckpoint(home, sha256))];
      } catch {
        return [];
      }
    });
}

function latestWhole(db: Database, home: string, run: StoredRun, refused: string[]): Checkpoint | undefined {
  // One that is both among the latest and the best is one file: it is tried once.
  const candidates = new Map(listCheckpoints(db, run.id).map(({ sha256, step }) => [sha256, step]));
  for (const [sha256, step] of candidates)
    try {
      const checkpoint = decodeCheckpoint(readCheckpoint(home, sha256));
      if (checkpoint.runId !== run.id || checkpoint.configHash === run.configHash) return checkpoint;
      throw new Error("it was made with another config");
    } catch (error) {
      refused.push(`The checkpoint of step ${step} is passed over: ${(error as Error).message}`);
    }
  return undefined;
}
