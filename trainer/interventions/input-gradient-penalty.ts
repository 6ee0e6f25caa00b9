import { type Scalar, tf } from "../tensorflow";
import { inputGradients } from "./input-gradient";
import type { InputPenalty } from "./intervention";

/**
 * Double backpropagation: lambda E norm(dL_i/dx_i)^2, the mean over examples of the squared norm of each one's
 * loss gradient by its input (over all steps of a sequence), is added to the loss.
 * Source: Drucker & LeCun 1992, "Improving generalization performance using double backpropagation".
 */
export function inputGradientPenalty({ coefficient }: { coefficient: number }): InputPenalty {
  return (losses, input) => {
    const { outputs, gradients } = inputGradients(losses, input);
    const penalty = tf.mul(tf.sum(tf.square(gradients)), coefficient / outputs.size) as Scalar;
    return { losses: outputs, penalty };
  };
}
