import type { Tensor } from "../../tensorflow";
import type { Discriminate } from "./discriminators";

/** A discriminator's scores and the activations of its last hidden layer, [batch, ...]. */
export function lastHiddenLayer(
  discriminate: Discriminate,
  samples: Tensor,
): { scores: Tensor; features: Tensor } {
  let features = samples;
  const scores = discriminate(samples, {
    activation(layer, output) {
      if (layer !== "output") features = output;
    },
  });
  return { scores, features };
}
