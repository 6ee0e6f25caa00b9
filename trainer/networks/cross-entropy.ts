import { hasCompiledKernels } from "../kernels/compiled";
import { type Tensor, type Tensor2D, tf } from "../tensorflow";
import { computed } from "./computed";

/**
 * Cross-entropy of each row of logits with its row of probabilities, in nats: -sum(targets * log softmax(logits)),
 * both [rows, classes] -> [rows]. Where the backend can, one operation forward and one backward; elsewhere, and from
 * the second order on, elementary ones, since the one that tfjs has (`losses.softmaxCrossEntropy`) is wrong from the
 * second derivative on.
 */
export function crossEntropy(logits: Tensor2D, targets: Tensor2D): Tensor {
  if (!hasCompiledKernels(tf)) return composed(logits, targets);
  registerCrossEntropyGradient();
  return run("CrossEntropies", { logits, targets });
}

function registerCrossEntropyGradient(): void {
  if (tf.getGradient("CrossEntropies")) return;
  tf.registerGradient({
    kernelName: "CrossEntropies",
    inputsToSave: ["logits", "targets"],
    gradFunc: (dy, saved) => {
      const [logits, targets] = saved as [Tensor, Tensor];
      return {
        logits: () => byLogits(dy as Tensor, logits, targets),
        targets: () => tf.mul(tf.neg(tf.logSoftmax(logits)), tf.reshape(dy as Tensor, [-1, 1])),
      };
    },
  });
}

const byLogits = computed(
  (dy, logits, targets) => run("CrossEntropiesGrad", { dy: dy!, logits: logits!, targets: targets! }),
  (dy, logits, targets) => tf.grad((x: Tensor) => composed(x, targets!))(logits!, dy),
);

function composed(logits: Tensor, targets: Tensor): Tensor {
  return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1));
}

function run(kernelName: string, inputs: Record<string, Tensor>): Tensor {
  return tf.engine().runKernel(kernelName, inputs) as Tensor;
}
