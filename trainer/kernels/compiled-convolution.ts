import type { Tensorflow, TensorInfo } from "../tensorflow";
import {
  type ConvolutionAttributes,
  type ConvolutionLayout,
  convolutionLayout,
  isPlainConvolution,
  type Shape4D,
} from "./convolution-layout";
import { type KernelCall, replaceKernel } from "./replace-kernel";

/** Runs a compiled operation, whose attributes are all whole numbers. */
export type RunCompiled = (
  call: KernelCall,
  name: string,
  inputs: TensorInfo[],
  attributes: Record<string, number>,
) => TensorInfo;

/**
 * Convolutions of the native backend as products of patches (compiled/convolution.h), where TensorFlow's rearrange more
 * than they multiply.
 */
export function replaceConvolutions(tf: Tensorflow, run: RunCompiled): void {
  replaceKernel(tf, "tensorflow", "Conv2D", (stock) => (call) => {
    const { x, filter } = call.inputs as Record<"x" | "filter", TensorInfo>;
    const layout = layoutOf(tf, call, x, x.shape, filter.shape);
    if (!layout) return stock!(call);
    const { outHeight, outWidth } = layout;
    const attributes = { ...stridesOf(layout), out_height: outHeight, out_width: outWidth };
    return run(call, "Convolution", [x, filter], attributes);
  });
  replaceKernel(tf, "tensorflow", "Conv2DBackpropFilter", (stock) => (call) => {
    const { x, dy } = call.inputs as Record<"x" | "dy", TensorInfo>;
    const filterShape = call.attrs.filterShape as Shape4D;
    const layout = layoutOf(tf, call, x, x.shape, filterShape);
    if (!layout) return stock!(call);
    const attributes = { ...stridesOf(layout), filter_height: filterShape[0], filter_width: filterShape[1] };
    return run(call, "ConvolutionFilterGrad", [x, dy], attributes);
  });
  replaceKernel(tf, "tensorflow", "Conv2DBackpropInput", (stock) => (call) => {
    const { dy, filter } = call.inputs as Record<"dy" | "filter", TensorInfo>;
    const layout = layoutOf(tf, call, dy, call.attrs.inputShape as Shape4D, filter.shape);
    if (!layout) return stock!(call);
    const attributes = { ...stridesOf(layout), height: layout.height, width: layout.width };
    return run(call, "ConvolutionInputGrad", [dy, filter], attributes);
  });
}

function layoutOf(
  tf: Tensorflow,
  call: KernelCall,
  given: TensorInfo,
  imageShape: number[],
  filterShape: number[],
): ConvolutionLayout | undefined {
  const attributes = call.attrs as unknown as ConvolutionAttributes;
  if (!isPlainConvolution(attributes, given)) return undefined;
  const layout = convolutionLayout(tf, imageShape as Shape4D, filterShape as Shape4D, attributes);
  return layout.outShape.includes(0) ? undefined : layout;
}

function stridesOf({ strideHeight, strideWidth, top, left }: ConvolutionLayout): Record<string, number> {
  return { stride_height: strideHeight, stride_width: strideWidth, top, left };
}
