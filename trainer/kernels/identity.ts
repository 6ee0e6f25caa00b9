import type { Tensorflow } from "../tensorflow";
import { replaceKernel } from "./replace-kernel";

/**
 * What stock tfjs does slowly: Identity copies the tensor on wasm, and is an operation of 20 us on a native backend.
 * The tape clones whatever a gradient needs later, so every activation goes through it once or twice a step.
 *
 * The cure: share the memory and count the owners, as the cpu backend does. Tensors are never written to.
 *
 * Source: tfjs-backend-wasm 4.22 `kernels/Identity.ts`, tfjs-node 4.22 `kernels/Identity.ts`; tfjs-backend-cpu 4.22
 * `kernels/Identity.ts` for the cure.
 */
export function replaceIdentity(tf: Tensorflow, backendName: "wasm" | "tensorflow"): void {
  replaceKernel(tf, backendName, "Identity", (stock) => (call) => {
    const x = call.inputs.x!;
    if (x.dtype === "string") return stock!(call);
    (call.backend as { incRef(dataId: object): void }).incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  });
}
