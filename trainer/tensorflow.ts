import { createRequire } from "node:module";
import { allocateYoung } from "./allocate-young";

/**
 * The one place that loads TensorFlow.js. It is loaded as CommonJS because that is the package's entry point
 * for Node, and because a native backend (a second copy of the package in its own folder) loads the same way:
 * both copies then share one engine and one kernel registry, which tfjs keeps on `globalThis`.
 *
 * The union package is needed: tfjs-core alone registers no gradients under Node.
 */
const load = createRequire(import.meta.url);

export type Tensorflow = typeof import("@tensorflow/tfjs");
allocateYoung();
export const tf = load("@tensorflow/tfjs") as Tensorflow;
export type {
  NamedAttrMap,
  NamedTensorMap,
  Rank,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  TensorInfo,
  Variable,
} from "@tensorflow/tfjs";

// The cpu backend greets its first tensor with an advertisement for tfjs-node on stderr. Which backend runs, and
// why, is chooseBackend's to say.
const cpu = tf.findBackend("cpu") as { firstUse?: boolean } | null;
if (cpu) cpu.firstUse = false;
