import type { TrainingContext } from "../context";
import { createLossDispersion } from "./loss-dispersion";
import type { Points } from "./points";
import { createSpikeScore } from "./spike-score";

/** A network's loss from step to step: the loss itself, how it scatters and how often it and the gradient norm leap. */
export interface LossProbe {
  /** Adds the step's points; the gradient norm must be among them already. */
  report(points: Points, loss: number): void;
}

export function createLossProbe(network: string, { probes, state: runState }: TrainingContext): LossProbe {
  const state = runState.within(network);
  const dispersion = createLossDispersion(state.within("loss_dispersion"));
  const lossSpikes = createSpikeScore(state.within("loss_spike_score"));
  const gradientSpikes = createSpikeScore(state.within("gradient_spike_score"));
  return {
    report(points, loss) {
      points.set(`loss/${network}`, loss);
      // Windows fill whether they are reported or not, so that a run's state does not depend on its preset.
      const dispersed = dispersion.push(loss);
      const lossScore = lossSpikes.push(loss);
      const gradientScore = gradientSpikes.push(points.get(`gradient_norm/${network}`) ?? Number.NaN);
      if (probes.isDue("loss-dispersion") && dispersed !== undefined)
        points.set(`loss_dispersion/${network}`, dispersed);
      if (!probes.isDue("spike-score")) return;
      if (lossScore !== undefined) points.set(`loss_spike_score/${network}`, lossScore);
      if (gradientScore !== undefined) points.set(`gradient_spike_score/${network}`, gradientScore);
    },
  };
}
