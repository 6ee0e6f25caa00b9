import { z } from "zod";

export const backendNames = ["gpu", "node", "wasm", "cpu"] as const;
export const BackendName = z.enum(backendNames);
/** gpu: tfjs-node-gpu; node: tfjs-node; both over TensorFlow's C library. */
export type BackendName = z.infer<typeof BackendName>;
