import type { Tensorflow } from "../tensorflow";
import { correctTapeOrder } from "./tape-order";

/**
 * Corrects TensorFlow.js's automatic differentiation, so that a gradient of a gradient is right or an error.
 * May be called again at any time, and must be after a native backend was loaded: its own copy of tfjs-core
 * registers the stock gradients anew. `chooseBackend` does so.
 */
export function installAutodiffCorrections(tf: Tensorflow): void {
  correctTapeOrder(tf);
}
