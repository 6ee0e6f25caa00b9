import type { Activation } from "../../db/contract/architecture";
import { type Tensor, tf } from "../tensorflow";
import { rectify } from "./rectify";

/**
 * An activation by its name, differentiable twice.
 *
 * relu: max(0, x) · leaky-relu: x, or slope x left of 0 (Maas 2013) · softplus: log(1 + e^x) · swish: x sigmoid(x)
 * (Ramachandran 2017) · elu: x, or e^x - 1 left of 0 (Clevert 2016) · selu: a scaled elu (Klambauer 2017) ·
 * gelu: x P(Z < x) = x/2 (1 + erf(x / sqrt 2)) (Hendrycks & Gimpel 2016).
 */
export function activate(input: Tensor, activation: Activation, slope = 0.2): Tensor {
  switch (activation) {
    case "none":
      return input;
    case "relu":
      return rectify(input);
    case "leaky-relu":
      return rectify(input, slope);
    case "tanh":
      return tf.tanh(input);
    case "sigmoid":
      return tf.sigmoid(input);
    case "softplus":
      return tf.softplus(input);
    case "swish":
      return tf.mul(input, tf.sigmoid(input));
    case "elu":
      return tf.elu(input);
    case "selu":
      return tf.selu(input);
    case "gelu":
      return tf.mul(tf.mul(input, 0.5), tf.add(tf.erf(tf.mul(input, Math.SQRT1_2)), 1));
  }
}
