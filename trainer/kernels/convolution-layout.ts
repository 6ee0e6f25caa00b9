import type { Tensorflow, TensorInfo } from "../tensorflow";

export type Shape4D = [number, number, number, number];

export interface ConvolutionAttributes {
  strides: [number, number] | number;
  pad: "valid" | "same" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
  dataFormat?: string;
  dilations?: [number, number] | number;
}

/** What our kernels compute; the rest, dilated or with channels first, is left to stock ones. */
export function isPlainConvolution(
  { dataFormat, dilations = 1 }: ConvolutionAttributes,
  tensor: TensorInfo,
): boolean {
  const isDilated = [dilations].flat().some((dilation) => dilation !== 1);
  return (
    (!dataFormat || dataFormat === "NHWC") &&
    !isDilated &&
    tensor.dtype === "float32" &&
    !tensor.shape.includes(0)
  );
}

/** Sizes of a convolution, and of the patches that its filter sees. */
export type ConvolutionLayout = ReturnType<typeof convolutionLayout>;

export function convolutionLayout(
  tf: Tensorflow,
  inputShape: Shape4D,
  filterShape: Shape4D,
  attributes: ConvolutionAttributes,
) {
  const { strides, pad, dimRoundingMode } = attributes;
  const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
  const [images, height, width, channels] = inputShape;
  const [filterHeight, filterWidth, , filters] = filterShape;
  const { outHeight, outWidth, strideHeight, strideWidth, padInfo, outShape } = info;
  return {
    images,
    height,
    width,
    channels,
    filterHeight,
    filters,
    outHeight,
    outWidth,
    outShape,
    strideHeight,
    strideWidth,
    top: padInfo.top,
    left: padInfo.left,
    // Exactly the rows and columns that the filter reads, zeros around the image.
    paddedHeight: Math.max((outHeight - 1) * strideHeight + filterHeight, padInfo.top + height),
    paddedWidth: Math.max((outWidth - 1) * strideWidth + filterWidth, padInfo.left + width),
    run: filterWidth * channels,
    patchSize: filterHeight * filterWidth * channels,
  };
}
