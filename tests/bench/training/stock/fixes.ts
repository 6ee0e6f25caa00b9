import type { Tensor, Tensor2D, Tensor4D } from "@tensorflow/tfjs";
import type { Stock } from "../../bare/stock";

/**
 * The least that makes stock TensorFlow.js train these nets on wasm, and get a gradient penalty right: the tape's
 * order, comparisons off the tape, and the kernels and gradients that are not there at all. Nothing is sped up:
 * what a user would find and write who looks for correctness only.
 */
export function applyMinimalFixes(tf: Stock): void {
  orderTape(tf);
  registerConvolutionFilterGradient(tf);
  registerSegmentSum(tf);
}

interface Engine {
  state: { activeTape: { inputs: Record<string, Tensor> }[] };
  addTapeNode(...args: [string, Record<string, Tensor>, Tensor[], ...unknown[]]): void;
}

function orderTape(tf: Stock): void {
  const engine = tf.engine() as unknown as Engine;
  const addTapeNode = engine.addTapeNode;
  engine.addTapeNode = function (...args) {
    const outputs = args[2];
    if (outputs.every((output) => output.dtype === "bool")) return;
    addTapeNode.apply(this, args);
    const tape = this.state.activeTape;
    const node = tape.at(-1);
    if (!node) return;
    const ids = new Set(outputs.map(({ id }) => id));
    const isOfOutput = (index: number) =>
      Object.values(tape[index]?.inputs ?? {}).some((input) => ids.has(input.id));
    let target = tape.length - 1;
    for (let index = target - 1; index >= Math.max(0, tape.length - 17); index--)
      if (isOfOutput(index)) target = index;
    if (target === tape.length - 1) return;
    tape.pop();
    tape.splice(target, 0, node);
  };
}

/** dW = patches(x)^T dy, the patches cut one filter tap at a time. */
function registerConvolutionFilterGradient(tf: Stock): void {
  tf.registerKernel({
    kernelName: "Conv2DBackpropFilter",
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs }) =>
      tf.tidy(() => {
        const [x, dy] = [inputs.x as Tensor4D, inputs.dy as Tensor4D];
        const { strides, pad, filterShape } = attrs as unknown as {
          strides: [number, number];
          pad: "same" | "valid";
          filterShape: [number, number, number, number];
        };
        const [height, width, from, to] = filterShape;
        const [batch, , , channels] = x.shape;
        const [, outHeight, outWidth] = dy.shape;
        const { padInfo, strideHeight, strideWidth } = tf.backend_util.computeConv2DInfo(
          x.shape,
          filterShape,
          strides,
          1,
          pad,
        );
        const { top, bottom, left, right } = padInfo;
        const padded = tf.pad(x, [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ]);
        const taps: Tensor2D[] = [];
        for (let row = 0; row < height; row++)
          for (let column = 0; column < width; column++) {
            const end = [row + (outHeight - 1) * strideHeight + 1, column + (outWidth - 1) * strideWidth + 1];
            const tap = tf.stridedSlice(
              padded,
              [0, row, column, 0],
              [batch, ...end, channels],
              [1, strideHeight, strideWidth, 1],
            );
            taps.push(tf.reshape(tap, [batch * outHeight * outWidth, from]));
          }
        const errors = tf.reshape(dy, [-1, to]) as Tensor2D;
        return tf.reshape(tf.matMul(tf.concat(taps, 1), errors, true), filterShape);
      }),
  });
}

/** The sum of rows by id, for the gradient of an embedding: one-hot^T x. */
function registerSegmentSum(tf: Stock): void {
  tf.registerKernel({
    kernelName: "UnsortedSegmentSum",
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs }) =>
      tf.tidy(() => {
        const [x, ids] = [inputs.x as Tensor, inputs.segmentIds as Tensor];
        const segments = attrs?.numSegments as unknown as number;
        const rows = tf.reshape(x, [ids.size, -1]) as Tensor2D;
        const chosen = tf.cast(tf.oneHot(tf.reshape(ids, [-1]) as never, segments), "float32") as Tensor2D;
        return tf.reshape(tf.matMul(chosen, rows, true), [segments, ...x.shape.slice(ids.rank)]);
      }),
  });
}
