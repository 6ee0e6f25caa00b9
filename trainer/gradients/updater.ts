import type { TrainingContext } from "../context";
import type { Stabilizers, WeightConstraint } from "../interventions";
import type { Network } from "../networks/network";
import { createOptimizer, type OptimizerSettings } from "../optimizers";
import { gradientNorms } from "../probes/gradient-norm";
import { createLossProbe } from "../probes/loss-probe";
import type { Points } from "../probes/points";
import { measuredFloats } from "../probes/sum-of-squares";
import { createUpdateDetail } from "../probes/update-detail";
import { createUpdateProbe } from "../probes/update-probe";

/** Applies the gradients of one network: measure, clip, measure, decay, update, constrain. */
export interface Updater {
  readonly network: Network;
  /** Where `differentiate` puts the gradient. */
  readonly gradient: Float32Array;
  /** Updates the weights, unless a guardrail refuses: then the gradient is measured and nothing else happens. */
  apply(): void;
  /** Adds what the updates since the last report did, and the loss of the last of them. */
  report(points: Points, loss: number): void;
}

export function createUpdater(parts: {
  network: Network;
  optimizer: OptimizerSettings;
  /** What acts on the updates of every network. */
  stabilizers: Pick<Stabilizers, "clips" | "decays">;
  constraints: readonly WeightConstraint[];
  context: TrainingContext;
}): Updater {
  const { network, constraints, context } = parts;
  const { decays } = parts.stabilizers;
  const { stopwatch } = context;
  const state = context.state.within(network.name);
  state.array("weights", network.values);
  const clips = parts.stabilizers.clips.map((clipOf, index) =>
    clipOf(network, state.within(`clip${index + 1}`)),
  );
  const optimizer = createOptimizer(parts.optimizer, network.values.length, state.within("optimizer"));
  const learningRate = () => optimizer.learningRate * context.rateFactor(network.name);
  const probe = createUpdateProbe(network, { clips: clips.length > 0 });
  const detail = createUpdateDetail(network, context.probes);
  const lossProbe = createLossProbe(network.name, context);
  const gradient = measuredFloats(network.values.length);
  const measure = () => gradientNorms(network, gradient);
  const look = () => {
    detail.beforeUpdate(gradient);
    return measure();
  };
  const learningRateSeries = `learning_rate/${network.name}`;
  return {
    network,
    gradient,
    apply() {
      const before = stopwatch.time(look);
      if (!context.mayUpdate(network.name, before.global)) {
        probe.clipped(before, before);
        return;
      }
      let after = before;
      for (const clip of clips) after = clip(gradient, after) ?? stopwatch.time(measure);
      probe.clipped(before, after);
      for (const decay of decays) decay(network, learningRate());
      probe.updated(optimizer.update(network.values, gradient, learningRate()));
      for (const constrain of constraints) constrain(network.values);
    },
    report: (points, loss) =>
      stopwatch.time(() => {
        probe.report(points);
        detail.report(points);
        lossProbe.report(points, loss);
        points.set(learningRateSeries, learningRate());
      }),
  };
}
