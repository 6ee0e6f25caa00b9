import { GradiometerError } from "../../db/contract/errors";
import { isInPlace, withPlaces } from "../kernels/gradient-places";
import type { Network } from "../networks/network";
import { readValues } from "../read-back";
import { type Scalar, type Tensor, tf } from "../tensorflow";

/**
 * Differentiates `loss` by the weights of `network` and reads the gradient back, once, into `gradient`
 * (as long as `network.values`, same order). Returns the loss and the gradients by `alsoBy`, tensors for the
 * caller's `tf.tidy`. Weights that the loss does not depend on have gradient 0; throws `DetachedLossError` where that
 * would be all of them.
 */
export function differentiate(
  network: Network,
  weights: readonly Tensor[],
  loss: () => Scalar,
  gradient: Float32Array,
  alsoBy: readonly Tensor[] = [],
): { loss: number; gradients: Tensor[] } {
  const by = [...weights, ...alsoBy];
  const placeOf = (index: number) => ({ target: gradient, start: network.parameters[index]!.start });
  const { value, grads } = withPlaces(weights, placeOf, () =>
    tf.engine().gradients(loss, by, undefined, true),
  );
  if (weights.length > 0 && weights.every((_, index) => !grads[index]))
    throw new DetachedLossError(network.name);
  network.parameters.forEach(({ start, end }, index) => {
    const tensor = grads[index];
    if (tensor) {
      if (!isInPlace(tensor, placeOf(index))) readValues(tensor, gradient, start);
    } else gradient.fill(0, start, end);
  });
  return { loss: value.dataSync()[0]!, gradients: grads.slice(weights.length) };
}

/** A loss that no weight has a part in: training by it would leave the network as it is, without a word. */
export class DetachedLossError extends GradiometerError {
  constructor(network: string) {
    super(
      "invalid",
      `the loss depends on no weight of "${network}": make it from the network's outputs by operations of TensorFlow.js, without reading values back (dataSync) on the way`,
    );
  }
}
