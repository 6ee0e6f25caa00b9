import type { Tensorflow, TensorInfo } from "../tensorflow";
import type { NativeBackend } from "./native";
import { type KernelCall, replaceKernel } from "./replace-kernel";

/** Channels of an image. Measured up to here: half the time, or less. */
const mostChannels = 4;
/** Results that a convolution makes at a place in one vector: with fewer the rest of it is computed for nothing. */
const vectorWidth = 16;

/**
 * What the native backend does slowly: the transposed convolution to an image, which makes one of features and
 * is the gradient by one: it adds patches to where they came from number by number, 1.5 ms for 64 digits.
 *
 * The cure, .5 ms: with a stride of s the outputs of one input place are a square of s x s. Each of its places is the
 * sum of other taps of the filter over the neighbours of the input place, so with
 *
 *     u[t, o, (p, c)] = filter[p + top - s t, c, o] in each direction, 0 where there is no such tap,
 *
 * it is a plain convolution with u, of which the s^2 results at a place are laid out as a square (Shi et al. 2016).
 * Where these are so few that they leave most of a vector empty, a square of 2 x 2 input places is taken for one: its
 * outputs are a square of 2s x 2s, by the same formula, and the convolution has stride 2. It multiplies twice as often, by
 * 0 where a tap does not reach, in half the time.
 * Where the input is not finite more of the output is not, since a tap of 0 times infinity is NaN. Not on a GPU, which
 * would wait for the filter to be read.
 */
export function replaceNativeTransposedConvolution(tf: Tensorflow): void {
  replaceKernel(tf, "tensorflow", "Conv2DBackpropInput", (stock) => (call) => {
    const backend = call.backend as NativeBackend;
    const layout = backend.isUsingGpuDevice ? undefined : layoutOf(tf, call);
    if (!layout) return stock!(call);
    const { dy, filter } = call.inputs as { dy: TensorInfo; filter: TensorInfo };
    const run = (kernelName: string, inputs: Record<string, TensorInfo>, attrs: Record<string, unknown>) =>
      tf.getKernel(kernelName, "tensorflow").kernelFunc({ inputs, attrs, backend } as never) as TensorInfo;

    const { values, shape } = tapsByPlace(backend.readSync(filter.dataId), layout);
    const taps: TensorInfo = { dataId: backend.write(values, shape, "float32"), shape, dtype: "float32" };
    const dataFormat = "NHWC";
    const squares = run(
      "Conv2D",
      { x: dy, filter: taps },
      { strides: layout.places, pad: "same", dataFormat, dilations: 1 },
    );
    const dx = run("DepthToSpace", { x: squares }, { blockSize: layout.places * layout.stride, dataFormat });
    backend.disposeData(taps.dataId);
    backend.disposeData(squares.dataId);
    return dx;
  });
}

type Shape4D = [number, number, number, number];
type Layout = NonNullable<ReturnType<typeof layoutOf>>;

/** undefined where the result has many channels, or is not s times as large as dy. */
function layoutOf(tf: Tensorflow, { inputs, attrs }: KernelCall) {
  const { inputShape, strides, pad, dataFormat, dimRoundingMode } = attrs as {
    inputShape: Shape4D;
    strides: number | [number, number];
    pad: "valid" | "same" | number;
    dataFormat?: string;
    dimRoundingMode?: "floor" | "round" | "ceil";
  };
  const [, height, width, channels] = inputShape;
  if (channels > mostChannels || (dataFormat && dataFormat !== "NHWC")) return undefined;
  const filterShape = inputs.filter!.shape as Shape4D;
  const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
  const { strideHeight: stride, strideWidth, outHeight, outWidth, padInfo } = info;
  if (stride !== strideWidth || stride === 1) return undefined;
  if (height !== outHeight * stride || width !== outWidth * stride) return undefined;
  const [tall, wide, , filters] = filterShape;
  const isEven = outHeight % 2 === 0 && outWidth % 2 === 0;
  const places = isEven && (2 * stride) ** 2 * channels <= vectorWidth ? 2 : 1;
  return { stride, places, channels, filters, tall, wide, top: padInfo.top, left: padInfo.left };
}

/**
 * u of the filter's values, [tall, wide, channels, filters]: [rows, columns, filters, side x side x channels], where side
 * is that of the square of outputs. What reaches beyond the places is the same on both sides, as padding "same" has it.
 */
function tapsByPlace(filter: Float32Array, layout: Layout): { values: Float32Array; shape: Shape4D } {
  const { stride, places, channels, filters, tall, wide, top, left } = layout;
  const side = places * stride;
  const reachOfRows = reach(tall, top, stride);
  const reachOfColumns = reach(wide, left, stride);
  const shape: Shape4D = [
    2 * reachOfRows + places,
    2 * reachOfColumns + places,
    filters,
    side * side * channels,
  ];
  const values = new Float32Array(shape[0] * shape[1] * shape[2] * shape[3]);
  let at = 0;
  for (let row = -reachOfRows; row < places + reachOfRows; row += 1)
    for (let column = -reachOfColumns; column < places + reachOfColumns; column += 1)
      for (let of = 0; of < filters; of += 1)
        for (let down = 0; down < side; down += 1)
          for (let right = 0; right < side; right += 1) {
            const [i, j] = [down + top - stride * row, right + left - stride * column];
            const isTap = i >= 0 && i < tall && j >= 0 && j < wide;
            for (let channel = 0; channel < channels; channel += 1, at += 1)
              if (isTap) values[at] = filter[((i * wide + j) * channels + channel) * filters + of]!;
          }
  return { values, shape };
}

/** How many neighbours on one side, at most, a filter of so many taps reaches. */
function reach(taps: number, before: number, stride: number): number {
  return Math.max(Math.floor((stride - 1 + before) / stride), Math.floor((taps - 1 - before) / stride));
}
