import { type Tensor, tf } from "../tensorflow";

type Operation = (...inputs: Tensor[]) => Tensor;

/** What `fast` computes in one operation, with the gradients of `same`, composed of operations that have some. */
export function computed(fast: Operation, same: Operation): Operation {
  return tf.customGrad((...args) => {
    const inputs = args.slice(0, -1) as Tensor[];
    (args.at(-1) as unknown as (tensors: Tensor[]) => void)(inputs);
    return {
      value: fast(...inputs),
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.grads(same)(saved, dy),
    };
  });
}
