import { hasCompiledKernels } from "../kernels/compiled";
import { type Tensor, type Tensor2D, tf } from "../tensorflow";
import { computed } from "./computed";

export interface AttentionForm {
  /** Rows of a sequence: they attend to each other. */
  steps: number;
  heads: number;
  /** Whether a step attends only to itself and what came before. */
  causal: boolean;
}

/**
 * Scaled dot-product attention with several heads (Vaswani 2017): softmax(Q K^T / sqrt(d)) V in each, side by side.
 * `queryKeyValue`: [batch steps, 3 width], sequence after sequence, the width's columns split among the heads. Returns
 * [batch steps, width]. Where the backend can, one operation forward and one backward; from the second order on,
 * gradients are those of single operations.
 */
export function attend(queryKeyValue: Tensor2D, form: AttentionForm): Tensor2D {
  const composed = (all: Tensor) => attendComposed(all as Tensor2D, form);
  if (!hasCompiledKernels(tf)) return composed(queryKeyValue);
  const run = (kernelName: string, inputs: Record<string, Tensor>) =>
    tf.engine().runKernel(kernelName, inputs, { ...form }) as Tensor;
  const gradient = computed(
    (dy, all) => run("AttentionGrad", { dy: dy!, queryKeyValue: all! }),
    (dy, all) => tf.grad(composed)(all!, dy),
  );
  return tf.customGrad((all, save) => {
    (save as (tensors: Tensor[]) => void)([all as Tensor]);
    return {
      value: run("Attention", { queryKeyValue: all as Tensor }),
      gradFunc: (dy: Tensor, [all]: Tensor[]) => gradient(dy, all!),
    };
  })(queryKeyValue) as Tensor2D;
}

function attendComposed(queryKeyValue: Tensor2D, { steps, heads, causal }: AttentionForm): Tensor2D {
  const [rows, columns] = queryKeyValue.shape;
  const width = columns / 3;
  const headsOf = (part: Tensor) =>
    tf.transpose(tf.reshape(part, [rows / steps, steps, heads, width / heads]), [0, 2, 1, 3]);
  const [query, key, value] = tf.split(queryKeyValue, 3, 1).map(headsOf) as [Tensor, Tensor, Tensor];
  let scores: Tensor = tf.mul(tf.matMul(query, key, false, true), Math.sqrt(heads / width));
  if (causal) scores = tf.add(scores, laterSteps(steps));
  const mixed = tf.matMul(tf.softmax(scores), value);
  return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [rows, width]);
}

/** -1e9 where a step would look ahead (its softmax is exactly 0), [steps, steps]. */
function laterSteps(steps: number): Tensor {
  const mask = new Float32Array(steps * steps);
  for (let step = 0; step < steps; step += 1) mask.fill(-1e9, step * steps + step + 1, (step + 1) * steps);
  return tf.tensor2d(mask, [steps, steps]);
}
