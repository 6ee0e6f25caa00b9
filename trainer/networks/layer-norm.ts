import { hasLayerNormKernel } from "../kernels/layer-norm";
import { type Tensor, tf } from "../tensorflow";
import { computed } from "./computed";

/** Keeps the root away from 0 where all entries are equal; PyTorch's and the papers' value. */
const epsilon = 1e-5;

/**
 * Layer normalization over the last axis (Ba 2016): (x - mean) / sqrt(variance + 1e-5) gain + shift, [..., features].
 * One operation forward and three backward; from the second order on, gradients are those of the same formulas
 * composed of single operations.
 */
export function layerNorm(x: Tensor, gain: Tensor, shift: Tensor): Tensor {
  if (!hasLayerNormKernel(tf, x.shape)) return composed(x, gain, shift);
  return tf.customGrad((...args) => {
    const [x, gain, shift, save] = args as unknown as [Tensor, Tensor, Tensor, Save];
    save([x, gain]);
    return {
      value: run("LayerNorm", { x, gain, shift }),
      gradFunc: (dy: Tensor, [x, gain]: Tensor[]) => {
        const leading = x!.shape.slice(1).map((_, axis) => axis);
        return [byInput(dy, x!, gain!), byGain(dy, x!), tf.sum(dy, leading)];
      },
    };
  })(x, gain, shift);
}

function composed(x: Tensor, gain: Tensor, shift: Tensor): Tensor {
  return tf.add(tf.mul(parts(x).normalized, gain), shift);
}

function parts(x: Tensor): { scale: Tensor; normalized: Tensor } {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon));
  return { scale, normalized: tf.mul(centred, scale) };
}

/** scale (e - mean(e) - z mean(e z)) with e = dy gain and z the normalized input. */
const byInput = computed(
  (dy, x, gain) => run("LayerNormBack", { dy: dy!, x: x!, gain: gain! }),
  (dy, x, gain) => {
    const { scale, normalized } = parts(x!);
    const errors = tf.mul(dy!, gain!);
    const along = tf.mul(normalized, tf.mean(tf.mul(errors, normalized), -1, true));
    return tf.mul(scale, tf.sub(tf.sub(errors, tf.mean(errors, -1, true)), along));
  },
);

/** The sum of dy times the normalized input over all but the last axis. */
const byGain = computed(
  (dy, x) => run("LayerNormGain", { dy: dy!, x: x! }),
  (dy, x) =>
    tf.sum(
      tf.mul(dy!, parts(x!).normalized),
      dy!.shape.slice(1).map((_, axis) => axis),
    ),
);

type Save = (tensors: Tensor[]) => void;
function run(kernelName: string, inputs: Record<string, Tensor>): Tensor {
  return tf.engine().runKernel(kernelName, inputs, { epsilon }) as Tensor;
}
