import type { Tensorflow, TensorInfo } from "../tensorflow";
import {
  type ConvolutionAttributes,
  type ConvolutionLayout,
  convolutionLayout,
  isPlainConvolution,
  type Shape4D,
} from "./convolution-layout";
import type { WasmBackend } from "./heap";
import { replaceKernel } from "./replace-kernel";
import { heapOf } from "./simd/heap";
import { addressOf } from "./simd/module";
import { matrixAt, multiply } from "./simd/multiply";
import { withScratch } from "./simd/scratch";

/**
 * What stock tfjs lacks and does slowly on wasm: there is no Conv2DBackpropFilter, so no convolution can be trained
 * at all, and Conv2DBackpropInput is a plain loop. What it does wrong: with padding "same" and a stride above the
 * filter's size Conv2D returns zeros, without an error. Smallest failing example: conv2d(ones(1, 6, 6, 1),
 * ones(2, 2, 1, 1), 3, "same") is 0 everywhere; it is 4.
 *
 * The cure: with P(x) the patches that the filter sees, one row for each of its places, all three are products of
 * matrices (Chellapilla et al. 2006):
 *
 *   y = P(x) W,   dW = P(x)^T dy,   dx = P^T(dy W^T), where P^T adds each patch to where it came from.
 *
 * Patches are made for a few images at a time, so that they are still in the cache when they are multiplied.
 */
export function replaceWasmConvolution(tf: Tensorflow): void {
  replaceKernel(tf, "wasm", "Conv2D", (stock) => (call) => {
    const attributes = call.attrs as unknown as ConvolutionAttributes;
    const { x, filter } = call.inputs as { x: TensorInfo; filter: TensorInfo };
    if (!isPlainConvolution(attributes, x)) return stock!(call);
    const layout = convolutionLayout(tf, x.shape as Shape4D, filter.shape as Shape4D, attributes);
    const backend = call.backend as WasmBackend;
    const y = backend.makeOutput(layout.outShape, "float32");
    const weights = matrixAt(addressOf(backend, filter), layout.filters, false);
    const to = addressOf(backend, y);
    eachPatches(backend, layout, addressOf(backend, x), (patches, places, firstPlace) => {
      const sizes = [places, layout.patchSize, layout.filters] as const;
      const product = to + firstPlace * layout.filters * 4;
      multiply(heapOf(backend), sizes, matrixAt(patches, layout.patchSize, false), weights, product);
    });
    return y;
  });

  replaceKernel(tf, "wasm", "Conv2DBackpropFilter", () => (call) => {
    const { filterShape, ...attributes } = call.attrs as unknown as ConvolutionAttributes & {
      filterShape: Shape4D;
    };
    const { x, dy } = call.inputs as { x: TensorInfo; dy: TensorInfo };
    if (!isPlainConvolution(attributes, x))
      throw new Error("Conv2DBackpropFilter: on wasm only for NHWC, float32 and no dilation");
    const layout = convolutionLayout(tf, x.shape as Shape4D, filterShape, attributes);
    const backend = call.backend as WasmBackend;
    const dw = backend.makeOutput(filterShape, "float32");
    const [from, to] = [addressOf(backend, dy), addressOf(backend, dw)];
    eachPatches(backend, layout, addressOf(backend, x), (patches, places, firstPlace) => {
      const sizes = [layout.patchSize, places, layout.filters] as const;
      const errors = matrixAt(from + firstPlace * layout.filters * 4, layout.filters, false);
      const accumulate = firstPlace > 0;
      multiply(heapOf(backend), sizes, matrixAt(patches, layout.patchSize, true), errors, to, { accumulate });
    });
    return dw;
  });

  replaceKernel(tf, "wasm", "Conv2DBackpropInput", (stock) => (call) => {
    const { inputShape, ...attributes } = call.attrs as unknown as ConvolutionAttributes & {
      inputShape: Shape4D;
    };
    const { dy, filter } = call.inputs as { dy: TensorInfo; filter: TensorInfo };
    if (!isPlainConvolution(attributes, dy)) return stock!(call);
    const layout = convolutionLayout(tf, inputShape, filter.shape as Shape4D, attributes);
    const backend = call.backend as WasmBackend;
    const dx = backend.makeOutput(inputShape, "float32");
    scatterErrors(backend, layout, { dy, filter, dx });
    return dx;
  });
}

/** Room for the patches of as many images as fit into 256 KB; of one at least. */
function imagesAtOnce({ images, outHeight, outWidth, patchSize }: ConvolutionLayout): number {
  return Math.min(images, Math.max(1, Math.floor(65_536 / (outHeight * outWidth * patchSize))));
}

/** Calls back with the patches of some images: where they are, how many, and the number of the first. */
function eachPatches(
  backend: WasmBackend,
  layout: ConvolutionLayout,
  x: number,
  use: (patches: number, places: number, firstPlace: number) => void,
): void {
  const { images, height, width, channels, outHeight, outWidth, paddedHeight, paddedWidth } = layout;
  const atOnce = imagesAtOnce(layout);
  const placesEach = outHeight * outWidth;
  const paddedSize = paddedHeight * paddedWidth * channels;
  withScratch(backend, [paddedSize, atOnce * placesEach * layout.patchSize], (padded, patches) => {
    const simd = heapOf(backend).simd;
    simd.fillZeros(padded, paddedSize);
    for (let first = 0; first < images; first += atOnce) {
      const count = Math.min(atOnce, images - first);
      for (let image = 0; image < count; image += 1) {
        const from = x + (first + image) * height * width * channels * 4;
        simd.copyRows(
          from,
          width * channels,
          insideOf(layout, padded),
          paddedWidth * channels,
          height,
          width * channels,
        );
        const to = patches + image * placesEach * layout.patchSize * 4;
        simd.gatherPatches(padded, to, ...stepsOf(layout));
      }
      use(patches, count * placesEach, first * placesEach);
    }
  });
}

function scatterErrors(
  backend: WasmBackend,
  layout: ConvolutionLayout,
  { dy, filter, dx }: Record<"dy" | "filter" | "dx", TensorInfo>,
): void {
  const { images, height, width, channels, outHeight, outWidth, paddedHeight, paddedWidth, filters } = layout;
  const atOnce = imagesAtOnce(layout);
  const placesEach = outHeight * outWidth;
  const paddedSize = paddedHeight * paddedWidth * channels;
  const [errors, to] = [addressOf(backend, dy), addressOf(backend, dx)];
  const weights = matrixAt(addressOf(backend, filter), filters, true);
  withScratch(backend, [paddedSize, atOnce * placesEach * layout.patchSize], (padded, patches) => {
    const simd = heapOf(backend).simd;
    for (let first = 0; first < images; first += atOnce) {
      const count = Math.min(atOnce, images - first);
      const sizes = [count * placesEach, filters, layout.patchSize] as const;
      multiply(
        heapOf(backend),
        sizes,
        matrixAt(errors + first * placesEach * filters * 4, filters, false),
        weights,
        patches,
      );
      for (let image = 0; image < count; image += 1) {
        simd.fillZeros(padded, paddedSize);
        const from = patches + image * placesEach * layout.patchSize * 4;
        simd.scatterPatches(padded, from, ...stepsOf(layout));
        const target = to + (first + image) * height * width * channels * 4;
        simd.copyRows(
          insideOf(layout, padded),
          paddedWidth * channels,
          target,
          width * channels,
          height,
          width * channels,
        );
      }
    }
  });
}

/** Where the image begins inside of its padding. */
const insideOf = ({ top, left, paddedWidth, channels }: ConvolutionLayout, padded: number) =>
  padded + (top * paddedWidth + left) * channels * 4;

function stepsOf(layout: ConvolutionLayout): [number, number, number, number, number, number, number] {
  const { outHeight, outWidth, filterHeight, run, paddedWidth, channels, strideHeight, strideWidth } = layout;
  const rowBytes = paddedWidth * channels * 4;
  return [
    outHeight,
    outWidth,
    filterHeight,
    run,
    rowBytes,
    strideHeight * rowBytes,
    strideWidth * channels * 4,
  ];
}
