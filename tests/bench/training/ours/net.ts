import type { Network } from "../../../../trainer/networks/network";
import type { Scalar, Tensor } from "../../../../trainer/tensorflow";

export interface OurNet {
  network: Network;
  /** Of one batch, which it takes in anew. */
  loss(weights: readonly Tensor[]): Scalar;
}
