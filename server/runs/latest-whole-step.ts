import { readCheckpoint } from "../../db/store/checkpoints/checkpoint-files";
import { listCheckpoints } from "../../db/store/checkpoints/checkpoints";
import type { ServerContext } from "../context";

export interface WholeStep {
  /** Of the checkpoint; 0 where there is none, so that training begins anew. */
  step: number;
  /** Damaged checkpoints that were passed over, one sentence each. */
  refused: string[];
}

/** The step of a run's latest checkpoint, up to a step, whose bytes are those that were written. */
export function latestWholeStep(
  ctx: ServerContext,
  runId: string,
  atStep = Number.MAX_SAFE_INTEGER,
): WholeStep {
  const refused: string[] = [];
  const candidates = new Map(
    listCheckpoints(ctx.db, runId)
      .filter(({ step }) => step <= atStep)
      .map(({ sha256, step }) => [sha256, step]),
  );
  for (const [sha256, step] of candidates)
    try {
      readCheckpoint(ctx.home, sha256);
      return { step, refused };
    } catch (error) {
      refused.push(`The checkpoint of step ${step} is passed over: ${(error as Error).message}`);
    }
  return { step: 0, refused };
}
