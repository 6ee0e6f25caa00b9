import type { CreateExperimentInput } from "../db/contract/experiment";
import { armNameOf } from "../db/contract/experiment";
import type { Intervention } from "../db/contract/interventions";
import { RunConfig } from "../db/contract/run-config";
import { createExperiment } from "../db/store/experiments/experiments";
import { durably } from "../db/transaction";
import type { ServerContext } from "./context";

const clipping: Intervention = { name: "clip-global-norm", maxNorm: 1 };
const inputPenalty: Intervention = { name: "input-gradient-penalty", coefficient: 0.01 };
const weightClipping: Intervention = { name: "weight-clipping", limit: 0.01 };
const lipschitzPenalty: Intervention = { name: "wgan-gp", coefficient: 1 };

const arms = (...sets: Intervention[][]) =>
  sets.map((interventions) => ({
    name: armNameOf(interventions),
    interventions,
    guardrails: [],
    settings: [],
  }));

/**
 * Two settings in which the stabilizers part ways, one for each: clipping cures the recurrent net
 * (Pascanu 2013), the gradient penalty cures the critic (Gulrajani 2017). Six seeds of the first are
 * the fewest with which a sign-flip test over six pairs can reach p = .03.
 */
const experiments: CreateExperimentInput[] = [
  {
    name: "Temporal order RNN: clipping against a penalty",
    question: "Does clipping or an input-gradient penalty let a plain RNN learn over 30 steps?",
    source: "demo",
    config: RunConfig.parse({ workload: "temporal-order-rnn" }),
    arms: arms([], [clipping], [inputPenalty], [clipping, inputPenalty]),
    seeds: 6,
  },
  {
    name: "Ring of Gaussians WGAN: clipping against a penalty",
    question: "Does clipping or a gradient penalty keep a Wasserstein critic's gradients in bounds?",
    source: "demo",
    config: RunConfig.parse({ workload: "ring-gan", objective: "wasserstein" }),
    arms: arms([], [clipping], [weightClipping], [lipschitzPenalty]),
    seeds: 3,
  },
];

/** Queues the demonstration into a store without runs; true when it did. */
export function queueDemonstration(ctx: ServerContext): boolean {
  return durably(ctx.db, () => {
    const isEmpty =
      ctx.db.statement("SELECT 1 FROM run LIMIT 1").get() === undefined &&
      ctx.db.statement("SELECT 1 FROM experiment LIMIT 1").get() === undefined;
    if (!isEmpty) return false;
    const queues = experiments.map((experiment) => createExperiment(ctx.db, experiment).runIds);
    interleave(ctx, queues);
    return true;
  });
}

/** Takes turns between the experiments in proportion to their lengths, so that both pages fill from the start. */
function interleave(ctx: ServerContext, queues: readonly string[][]): void {
  const order = queues
    .flatMap((runIds) => runIds.map((runId, index) => ({ runId, share: index / runIds.length })))
    .sort((left, right) => left.share - right.share);
  const now = Date.now();
  ctx.db.statement("DELETE FROM launch WHERE started_at IS NULL AND cancelled_at IS NULL").run();
  for (const { runId } of order)
    ctx.db.statement("INSERT INTO launch (run_id, queued_at) VALUES (?, ?)").run(runId, now);
}
