import type { Tensorflow, TensorInfo } from "../tensorflow";
import { replaceKernel } from "./replace-kernel";

/**
 * What stock tfjs does slowly: Identity copies the tensor on wasm, and is an operation of 20 us on a native backend;
 * so is a Cast from a type to itself, and on native a Reshape to the same shape. The tape clones whatever a gradient
 * needs later, and most gradients cast and reshape to be sure, so every activation goes through several a step.
 *
 * The cure: share the memory and count the owners, as the cpu backend does. Tensors are never written to.
 *
 * Source: tfjs-backend-wasm 4.22 `kernels/Identity.ts`, tfjs-node 4.22 `kernels/Identity.ts`; tfjs-backend-cpu 4.22
 * `kernels/Identity.ts` for the cure. tfjs-core 4.22 `gradients/Multiply_grad.ts` for casts that do nothing.
 */
export function shareUnchanged(tf: Tensorflow, backendName: "wasm" | "tensorflow"): void {
  const replace = (
    kernelName: string,
    isUnchanged: (x: TensorInfo, attrs: Record<string, unknown>) => boolean,
  ) =>
    replaceKernel(tf, backendName, kernelName, (stock) => (call) => {
      const x = call.inputs.x!;
      if (x.dtype === "string" || x.dtype === "complex64" || !isUnchanged(x, call.attrs)) return stock!(call);
      (call.backend as { incRef(dataId: object): void }).incRef(x.dataId);
      return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
    });
  replace("Identity", () => true);
  replace("Cast", (x, attrs) => attrs.dtype === x.dtype);
  replace("Reshape", (x, attrs) => tf.util.arraysEqual(x.shape, attrs.shape as number[]));
}
