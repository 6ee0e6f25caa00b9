import { GradiometerError } from "../../db/contract/errors";
import { misfitsOf } from "../../db/contract/network-shape";
import { isExternalConfig, type RunConfig } from "../../db/contract/run-config";
import { createRun, getRun, type StoredRun } from "../../db/store/runs/runs";
import type { ServerContext } from "../context";
import { latestWholeStep } from "./latest-whole-step";

export interface ForkRun {
  /** The run to fork. */
  id: string;
  /** It starts from the last whole checkpoint at or before this step; the run's latest without it. */
  atStep?: number | undefined;
  config: RunConfig;
  name?: string | undefined;
}

export interface Fork {
  runId: string;
  /** Of the checkpoint; 0: no checkpoint was early enough, so it starts as its parent did. */
  step: number;
  /** Damaged checkpoints that were passed over, one sentence each. */
  refused: string[];
}

/** Creates a run that starts where another one was, with other settings. It does not enter the launch queue. */
export function forkRun(ctx: ServerContext, { id, atStep, config, name }: ForkRun): Fork {
  const parent = getRun(ctx.db, id);
  if (config.workload !== parent.workload)
    throw new GradiometerError(
      "invalid",
      `A fork goes on with its parent's workload (${parent.workload}), got ${config.workload}; train a new run for another one`,
    );
  if (config.seed !== parent.seed)
    throw new GradiometerError(
      "invalid",
      `A fork goes on with its parent's random streams (seed ${parent.seed}), got seed ${config.seed}; train a new run for another seed`,
    );
  const { step, refused } = latestWholeStep(ctx, id, atStep);
  if (config.steps <= step)
    throw new GradiometerError(
      "invalid",
      `Expected more steps than the checkpoint's ${step}, got steps=${config.steps}; --set steps=${2 * step}, or fork at an earlier step`,
    );
  if (step > 0) refuseMisfits(parent, config, step);
  const runId = createRun(ctx.db, {
    config,
    name:
      name ?? `Fork of ${parent.name}, ${step === 0 ? "from its start" : `after step ${step}`}`.slice(0, 120),
    forkedFrom: { runId: id, step },
  });
  return { runId, step, refused };
}

/** Networks of another shape cannot take over the checkpoint's weights. */
function refuseMisfits(parent: StoredRun, config: RunConfig, step: number): void {
  if (isExternalConfig(parent.config)) return;
  const [misfit, ...others] = misfitsOf(parent.config, config);
  if (!misfit) return;
  const also = others.length === 0 ? "" : `; nor do they fit ${others.map(({ asked }) => asked).join(", ")}`;
  throw new GradiometerError(
    "invalid",
    `${misfit.path}: the checkpoint after step ${step} holds weights of networks with ${misfit.held}, got ${misfit.asked}${also}. Leave what shapes the networks as it is, or train a new run with it`,
  );
}
