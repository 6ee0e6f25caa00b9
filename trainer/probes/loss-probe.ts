import type { TrainingContext } from "../context";
import { createLossDispersion } from "./loss-dispersion";
import type { Points } from "./points";
import { createSpikeScore } from "./spike-score";

/**
 * A network's loss from step to step: the loss itself, how it scatters and how often it and the gradient norm leap.
 *
 * Formula: the objective with all penalties, at the last of the step's updates.
 * Source: the objective's own; see `objectives/` and `interventions/`.
 * Misleads: an adversarial loss is no progress bar: it stays where both networks improve alike.
 * Cost: 10 us, besides dispersion and spike score, each of which names its own.
 */
export interface LossProbe {
  /** Adds the step's points; the gradient norm must be among them already. */
  report(points: Points, loss: number): void;
}

export function createLossProbe(network: string, { probes, state: runState }: TrainingContext): LossProbe {
  const state = runState.within(network);
  const dispersion = createLossDispersion(state.within("loss_dispersion"));
  const lossSpikes = createSpikeScore(state.within("loss_spike_score"));
  const gradientSpikes = createSpikeScore(state.within("gradient_spike_score"));
  const series = {
    loss: `loss/${network}`,
    gradientNorm: `gradient_norm/${network}`,
    dispersion: `loss_dispersion/${network}`,
    lossSpikes: `loss_spike_score/${network}`,
    gradientSpikes: `gradient_spike_score/${network}`,
  };
  return {
    report(points, loss) {
      points.set(series.loss, loss);
      // Windows fill whether they are reported or not, so that a run's state does not depend on its preset.
      dispersion.push(loss);
      const lossScore = lossSpikes.push(loss);
      const gradientScore = gradientSpikes.push(points.get(series.gradientNorm) ?? Number.NaN);
      const dispersed = probes.isDue("loss-dispersion") ? dispersion.dispersion() : undefined;
      if (dispersed !== undefined) points.set(series.dispersion, dispersed);
      if (!probes.isDue("spike-score")) return;
      if (lossScore !== undefined) points.set(series.lossSpikes, lossScore);
      if (gradientScore !== undefined) points.set(series.gradientSpikes, gradientScore);
    },
  };
}
