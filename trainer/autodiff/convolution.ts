import type { Tensor4D, Tensorflow } from "../tensorflow";
import { registerGradient } from "./register-gradient";

/**
 * What stock tfjs lacks: the gradient of Conv2DBackpropFilter, the kernel that computes dW of a convolution.
 * (That of its sibling Conv2DBackpropInput is there, and right.)
 * Smallest failing example: d/dW |d/dW conv2d(x, W)|^2 throws "gradient function not found for
 * Conv2DBackpropFilter"; a penalty on parameter gradients, or on dx where x reaches the filter, needs it.
 *
 * The cure: dW = B(x, dy) is bilinear, with the convolution as its third face: <ddW, B(x, dy)> =
 * <dy, conv(x, ddW)>. So its gradient for dy is conv(x, ddW), and for x it is the input gradient of that
 * convolution, Conv2DBackpropInput(dy, ddW).
 *
 * Source: tfjs-core 4.22 `gradients/Conv2D_grad.ts`, `gradients/Conv2DBackpropInput_grad.ts`.
 */
export function registerConvolutionGradients(tf: Tensorflow): void {
  registerGradient(tf, {
    kernelName: "Conv2DBackpropFilter",
    inputsToSave: ["x", "dy"],
    gradFunc: (ddFilter, [x, dy], attrs) => {
      const { strides, pad, dataFormat, dimRoundingMode } = attrs as unknown as ConvolutionAttributes;
      return {
        x: () =>
          tf.engine().runKernel("Conv2DBackpropInput", { dy: dy!, filter: ddFilter }, {
            strides,
            pad,
            dataFormat,
            dimRoundingMode,
            inputShape: x!.shape,
          } as never),
        dy: () =>
          tf.conv2d(x as Tensor4D, ddFilter as Tensor4D, strides, pad, dataFormat, 1, dimRoundingMode),
      };
    },
  });
}

interface ConvolutionAttributes {
  strides: [number, number] | number;
  pad: "valid" | "same" | number;
  dataFormat: "NHWC" | "NCHW";
  dimRoundingMode?: "floor" | "round" | "ceil";
}
