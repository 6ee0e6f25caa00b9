import { installCpuKernels, installNativeKernels, installWasmKernels } from "../kernels/install";
import type { Tensorflow } from "../tensorflow";
import { registerActivationGradients } from "./activations";
import { registerBroadcastingGradients } from "./broadcasting";
import { registerConvolutionGradients } from "./convolution";
import { registerMirrorPaddingGradient } from "./mirror-padding";
import { registerPoolingGradients } from "./pooling";
import { registerRefusals } from "./refusals";
import { registerResizingGradients } from "./resizing";
import { replaceSoftmaxCrossEntropy } from "./softmax-cross-entropy";
import { correctTape } from "./tape";

/**
 * Corrects TensorFlow.js's automatic differentiation, so that a gradient of a gradient is right or an error,
 * never a wrong number: the order of its tape, gradients that are missing or wrong, and kernels behind gradients
 * that are missing, wrong or slow on the cpu and wasm backends. Each correction is a file that opens with the
 * smallest example on which stock tfjs fails; `tests/trainer/autodiff/stock-faults.test.ts` holds them to it.
 *
 * Usable by itself, on any copy of TensorFlow.js 4.22 (the union package, since the core alone has no gradients):
 *
 *     import * as tf from "@tensorflow/tfjs";
 *     import "@tensorflow/tfjs-backend-wasm";                   // or none, or tfjs-node: before the next line
 *     import { installAutodiffCorrections } from "gradiometer/trainer/autodiff";
 *     installAutodiffCorrections(tf);
 *
 * Once for the process: engine, kernels and gradients are shared by every copy of tfjs in it. May be called again
 * at any time, and must be after another backend was loaded: tfjs-node's own copy of tfjs-core registers the stock
 * gradients anew. `chooseBackend` does so.
 */
export function installAutodiffCorrections(tf: Tensorflow): void {
  correctTape(tf);
  if (tf.findBackendFactory("cpu")) installCpuKernels(tf);
  if (tf.findBackendFactory("wasm")) installWasmKernels(tf);
  if (tf.findBackendFactory("tensorflow")) installNativeKernels(tf);
  registerActivationGradients(tf);
  registerBroadcastingGradients(tf);
  registerConvolutionGradients(tf);
  registerMirrorPaddingGradient(tf);
  registerPoolingGradients(tf);
  registerResizingGradients(tf);
  replaceSoftmaxCrossEntropy(tf);
  registerRefusals(tf);
}
