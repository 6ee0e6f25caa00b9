import { GradiometerError } from "../../db/contract/errors";
import type { Tensorflow } from "../tensorflow";
import { registerGradient } from "./register-gradient";

/**
 * Kernels that stock tfjs cannot differentiate at all, each with what to use instead. Most appear only inside a
 * gradient (LRNGrad, Cumprod in the gradient of prod), so the network trains well until a penalty asks for
 * the gradient of its gradient. Stock tfjs throws "gradient function not found for LRNGrad", which names
 * neither the layer nor the way out. Here the same case is refused in the network's own words.
 *
 * Source: tfjs-core 4.22 `register_all_gradients.ts`: what is missing there.
 */
const refusals: Record<string, [what: string, instead: string]> = {
  MaxPool3DGrad: ["3-D max pooling twice", "strided convolution"],
  AvgPool3DGrad: ["3-D average pooling twice", "strided convolution"],
  Conv3DBackpropFilterV2: ["a 3-D convolution twice", "2-D convolutions"],
  Conv3DBackpropInputV2: ["a 3-D convolution twice", "2-D convolutions"],
  DepthwiseConv2dNativeBackpropFilter: ["a depthwise convolution twice", "conv2d"],
  DepthwiseConv2dNativeBackpropInput: ["a depthwise convolution twice", "conv2d"],
  Dilation2DBackpropFilter: ["dilation2d twice", "tf.maximum of slices"],
  Dilation2DBackpropInput: ["dilation2d twice", "tf.maximum of slices"],
  LRNGrad: ["local response normalization twice", "layer normalization composed from elementary operations"],
  Cumprod: ["prod twice, or cumprod", "tf.exp of a sum of logarithms, or repeated tf.mul"],
  Einsum: ["einsum", "tf.matMul with transposes"],
  GatherNd: ["gatherND", "tf.gather along one axis"],
  StridedSlice: ["stridedSlice", "tf.slice, tf.reshape or tf.gather"],
  TopK: ["topk", "tf.max"],
  ScatterNd: ["scatterND", "tf.unsortedSegmentSum or tf.pad"],
  TensorScatterUpdate: ["tensorScatterUpdate", "tf.where"],
  CropAndResize: ["cropAndResize", "tf.slice and resizeBilinear"],
  Diag: ["diag", "tf.mul with tf.eye"],
  DepthToSpace: ["depthToSpace", "tf.reshape and tf.transpose"],
};

export function registerRefusals(tf: Tensorflow): void {
  for (const [kernelName, [what, instead]] of Object.entries(refusals)) {
    registerGradient(tf, {
      kernelName,
      gradFunc: () => {
        throw new GradiometerError(
          "invalid",
          `TensorFlow.js cannot differentiate ${what} (no gradient for its kernel ${kernelName}): use ${instead}, or no penalty on gradients through it`,
        );
      },
    });
  }
}
