import type { Tensorflow } from "../tensorflow";
import { registerActivationGradients } from "./activations";
import { registerBroadcastingGradients } from "./broadcasting";
import { registerConvolutionGradients } from "./convolution";
import { registerMirrorPaddingGradient } from "./mirror-padding";
import { registerPoolingGradients } from "./pooling";
import { registerRefusals } from "./refusals";
import { registerResizingGradients } from "./resizing";
import { correctTape } from "./tape";

/**
 * Corrects TensorFlow.js's automatic differentiation, so that a gradient of a gradient is right or an error,
 * never a wrong number. May be called again at any time, and must be after a native backend was loaded: its
 * own copy of tfjs-core registers the stock gradients anew. `chooseBackend` does so.
 */
export function installAutodiffCorrections(tf: Tensorflow): void {
  correctTape(tf);
  registerActivationGradients(tf);
  registerBroadcastingGradients(tf);
  registerConvolutionGradients(tf);
  registerMirrorPaddingGradient(tf);
  registerPoolingGradients(tf);
  registerResizingGradients(tf);
  registerRefusals(tf);
}
