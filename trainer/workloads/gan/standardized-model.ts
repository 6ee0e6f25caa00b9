import { channelMoments, standardize } from "../../protocol/standardize";
import type { Random } from "../../random";
import type { StateRegistry } from "../../state/state-registry";
import { type GanModel, shapeOf, sizeOf } from "./gan-model";

/** Real samples that the moments are measured on: a mean of one channel is known to 3% of its deviation. */
const measuredSamples = 1024;

/**
 * The model with a discriminator that sees every sample standardized by the moments of the real ones. They are kept
 * with the weights that learned under them, so that a fork of another seed sees what its parent saw.
 */
export function standardizedModel(model: GanModel, random: Random, state: StateRegistry): GanModel {
  const reals = new Float32Array(measuredSamples * sizeOf(model));
  model.drawReals(reals, random);
  const moments = channelMoments(reals, shapeOf(model).at(-1)!);
  state.array("moments/mean", moments.mean);
  state.array("moments/deviation", moments.deviation);
  return {
    ...model,
    discriminate: (weights, samples, observe) =>
      model.discriminate(weights, standardize(samples, moments), observe),
  };
}
