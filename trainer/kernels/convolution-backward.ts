import type { Tensor4D, Tensorflow } from "../tensorflow";
import { replaceKernel } from "./replace-kernel";

/**
 * What stock tfjs lacks and does slowly on wasm: there is no Conv2DBackpropFilter, so no convolution can be
 * trained at all, and Conv2DBackpropInput is a plain loop. The forward convolution is XNNPACK's.
 *
 * The cure: both backward passes are forward convolutions of other tensors.
 *
 *   dW[i,j,c,o] = sum over b,y,x of X[b, y s + i, x s + j, c] dY[b, y, x, o]
 *     is the convolution of X, read as CI images with B channels, with dY as OH x OW filters, dilated by the
 *     stride s;
 *   dX[b,p,q,c] = sum over i,j,o of dY'[b, p - i, q - j, o] W[i,j,c,o], dY' with s - 1 zeros between its pixels,
 *     is the convolution of dY', padded by K - 1, with W turned by 180 degrees, channels exchanged.
 *
 * Zeros go between pixels by padding a reshaped view: the row [OW, C] becomes [OW, s C], which is [OW s, C].
 *
 * Source: Dumoulin & Visin 2016, "A guide to convolution arithmetic", chapter 4. Figures: docs/decisions/010.
 */
export function replaceWasmConvolutionBackward(tf: Tensorflow): void {
  replaceKernel(tf, "wasm", "Conv2DBackpropFilter", () => ({ inputs, attrs }) => {
    const { strides, pad, filterShape, dimRoundingMode, dataFormat } = attrs as unknown as FilterAttributes;
    if (dataFormat && dataFormat !== "NHWC")
      throw new Error(`Conv2DBackpropFilter: no ${dataFormat} on wasm`);
    const x = inputs.x as Tensor4D;
    const dy = inputs.dy as Tensor4D;
    return tf.tidy(() => filterGradient(tf, x, dy, { strides, pad, filterShape, dimRoundingMode }));
  });

  replaceKernel(tf, "wasm", "Conv2DBackpropInput", (stock) => (call) => {
    const { strides, pad, inputShape, dimRoundingMode, dataFormat } =
      call.attrs as unknown as InputAttributes;
    if (dataFormat && dataFormat !== "NHWC") return stock!(call);
    const dy = call.inputs.dy as Tensor4D;
    const filter = call.inputs.filter as Tensor4D;
    return tf.tidy(() => inputGradient(tf, dy, filter, { strides, pad, inputShape, dimRoundingMode }));
  });
}

type Shape4D = [number, number, number, number];
interface ConvolutionAttributes {
  strides: [number, number] | number;
  pad: "valid" | "same" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
  dataFormat?: string;
}
type FilterAttributes = ConvolutionAttributes & { filterShape: Shape4D };
type InputAttributes = ConvolutionAttributes & { inputShape: Shape4D };

function filterGradient(tf: Tensorflow, x: Tensor4D, dy: Tensor4D, attributes: FilterAttributes): Tensor4D {
  const [filterHeight, filterWidth] = attributes.filterShape;
  const [batch, height, width, channels] = x.shape;
  const [, outHeight, outWidth] = dy.shape;
  const { top, left, strideHeight, strideWidth } = geometry(tf, x.shape, attributes.filterShape, attributes);
  // Exactly the rows and columns that the filter reads: a valid convolution over them has K x K outputs.
  const readHeight = (outHeight - 1) * strideHeight + filterHeight;
  const readWidth = (outWidth - 1) * strideWidth + filterWidth;
  const padded = tf.pad(x, [
    [0, 0],
    [top, Math.max(0, readHeight - height - top)],
    [left, Math.max(0, readWidth - width - left)],
    [0, 0],
  ]);
  const read =
    padded.shape[1] === readHeight && padded.shape[2] === readWidth
      ? padded
      : tf.slice(padded, [0, 0, 0, 0], [batch, readHeight, readWidth, channels]);
  const gradient = tf.conv2d(
    tf.transpose(read, [3, 1, 2, 0]) as Tensor4D,
    tf.transpose(dy, [1, 2, 0, 3]) as Tensor4D,
    1,
    "valid",
    "NHWC",
    [strideHeight, strideWidth],
  );
  return tf.transpose(gradient, [1, 2, 0, 3]);
}

function inputGradient(
  tf: Tensorflow,
  dy: Tensor4D,
  filter: Tensor4D,
  attributes: InputAttributes,
): Tensor4D {
  const [batch, height, width] = attributes.inputShape;
  const [filterHeight, filterWidth] = filter.shape;
  const { top, left, strideHeight, strideWidth } = geometry(
    tf,
    attributes.inputShape,
    filter.shape,
    attributes,
  );
  const spread = insertZeros(tf, dy, strideHeight, strideWidth);
  const [, spreadHeight, spreadWidth, channels] = spread.shape;
  // A valid convolution must give height x width, so its input is K - 1 larger; negative padding is a slice.
  const wantedHeight = height + filterHeight - 1;
  const wantedWidth = width + filterWidth - 1;
  const before = [filterHeight - 1 - top, filterWidth - 1 - left] as const;
  const after = [wantedHeight - spreadHeight - before[0], wantedWidth - spreadWidth - before[1]] as const;
  const padded = tf.pad(spread, [
    [0, 0],
    [Math.max(before[0], 0), Math.max(after[0], 0)],
    [Math.max(before[1], 0), Math.max(after[1], 0)],
    [0, 0],
  ]);
  const read = [...before, ...after].every((amount) => amount >= 0)
    ? padded
    : tf.slice(
        padded,
        [0, Math.max(-before[0], 0), Math.max(-before[1], 0), 0],
        [batch, wantedHeight, wantedWidth, channels],
      );
  const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]) as Tensor4D;
  return tf.conv2d(read, turned, 1, "valid");
}

function insertZeros(tf: Tensorflow, dy: Tensor4D, strideHeight: number, strideWidth: number): Tensor4D {
  const [batch, height, width, channels] = dy.shape;
  let spread: Tensor4D = dy;
  if (strideWidth > 1) {
    const pixels = tf.reshape(spread, [batch * height * width, channels]);
    const widened = tf.pad(pixels, [
      [0, 0],
      [0, channels * (strideWidth - 1)],
    ]);
    spread = tf.reshape(widened, [batch, height, width * strideWidth, channels]);
  }
  if (strideHeight > 1) {
    const rowSize = width * strideWidth * channels;
    const rows = tf.reshape(spread, [batch * height, rowSize]);
    const heightened = tf.pad(rows, [
      [0, 0],
      [0, rowSize * (strideHeight - 1)],
    ]);
    spread = tf.reshape(heightened, [batch, height * strideHeight, width * strideWidth, channels]);
  }
  return spread;
}

function geometry(
  tf: Tensorflow,
  inputShape: Shape4D,
  filterShape: Shape4D,
  { strides, pad, dimRoundingMode }: ConvolutionAttributes,
) {
  const { padInfo, strideHeight, strideWidth } = tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return { top: padInfo.top, left: padInfo.left, strideHeight, strideWidth };
}
