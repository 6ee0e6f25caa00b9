import { type Tensor, tf } from "../tensorflow";

/**
 * ReLU (slope 0) or LeakyReLU: x where positive, slope x elsewhere; one operation, and one in each backward pass of
 * any order (kernels/dense.ts), where `tf.leakyRelu` takes three and more.
 */
export function rectify<T extends Tensor>(input: T, slope = 0): T {
  return rectifier(slope)(input) as T;
}

/**
 * dy times the derivative of the rectifier whose output is `output`, at which it is constant almost everywhere: so
 * `output` is no input of the operation, and no gradient flows through it.
 */
export function rectifyGradient<T extends Tensor>(dy: T, output: Tensor, slope: number): T {
  return tf.customGrad((error) => ({
    value: tf.engine().runKernel("RectifyGrad", { dy: error as Tensor, y: output }, { slope }) as Tensor,
    gradFunc: (ddx: Tensor) => rectifyGradient(ddx, output, slope),
  }))(dy) as T;
}

const rectifiers = new Map<number, (input: Tensor) => Tensor>();

function rectifier(slope: number): (input: Tensor) => Tensor {
  const known = rectifiers.get(slope);
  if (known) return known;
  const made = tf.customGrad((input, save) => {
    const value = tf.engine().runKernel("Rectify", { x: input as Tensor }, { slope }) as Tensor;
    (save as (tensors: Tensor[]) => void)([value]);
    return { value, gradFunc: (dy: Tensor, [output]: Tensor[]) => rectifyGradient(dy, output!, slope) };
  });
  rectifiers.set(slope, made);
  return made;
}
