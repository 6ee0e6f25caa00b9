import type { Tensor, Tensorflow, TensorInfo } from "../tensorflow";

export interface KernelCall {
  inputs: Record<string, TensorInfo>;
  attrs: Record<string, unknown>;
  backend: unknown;
}
export type Kernel = (call: KernelCall) => TensorInfo | Tensor;

const replaced = Symbol.for("gradiometer.kernel");

/**
 * Registers a kernel in the place of the stock one, which `make` gets for the cases that it does better
 * (undefined where the backend has none). Once per process: a second call finds its own kernel and leaves it.
 */
export function replaceKernel(
  tf: Tensorflow,
  backendName: string,
  kernelName: string,
  make: (stock: Kernel | undefined) => Kernel,
): void {
  const stock = tf.getKernel(kernelName, backendName);
  if (stock && replaced in stock.kernelFunc) return;
  const kernel = make(stock?.kernelFunc as Kernel | undefined);
  if (stock) tf.unregisterKernel(kernelName, backendName);
  const kernelFunc = Object.assign((call: KernelCall) => kernel(call), { [replaced]: true });
  tf.registerKernel({ ...stock, kernelName, backendName, kernelFunc: kernelFunc as never });
}
