import type { LayerOf } from "../../../db/contract/architecture";
import { type Tensor2D, type Tensor3D, tf } from "../../tensorflow";
import { gruScan } from "../gru-scan";
import { drawBias, drawWeight } from "../initializers";
import { lstmScan } from "../lstm-scan";
import { type RecurrentTrace, traced } from "../recurrent-trace";
import { tanhScan } from "../scan";
import { timesMatrix } from "./dense";
import {
  type BuildLayer,
  type BuiltLayer,
  type LayerContext,
  type LayerParameter,
  sequenceOf,
} from "./layer";

type RecurrentLayer = LayerOf<"rnn" | "lstm" | "gru">;

/** h_t = tanh(x_t W + b + h_(t-1) R), from h = 0 (Elman 1990). */
export const rnn: BuildLayer<LayerOf<"rnn">> = (layer, context) =>
  recurrent(layer, context, {
    gates: 1,
    scan: (inputs, matrix, trace) =>
      traced(trace, inputs, (preactivations) => tanhScan(preactivations, matrix)),
    order: [1, 0, 2],
    back: [1, 0, 2],
  });

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997, forget gate by Gers 2000): see `lstm-scan`. The forget
 * gate's bias starts at 1, so that the cell remembers at first (Jozefowicz 2015).
 */
export const lstm: BuildLayer<LayerOf<"lstm">> = (layer, context) => {
  const { units, forgetBias } = layer;
  return recurrent(layer, context, {
    gates: 4,
    scan: lstmScan,
    order: [1, 2, 0],
    back: [2, 0, 1],
    adjustBias(bias) {
      for (let unit = units; unit < 2 * units; unit += 1) bias[unit] = bias[unit]! + forgetBias;
    },
  });
};

/** Gated recurrent unit (Cho 2014): see `gru-scan`. */
export const gru: BuildLayer<LayerOf<"gru">> = (layer, context) =>
  recurrent(layer, context, { gates: 3, scan: gruScan, order: [1, 2, 0], back: [2, 0, 1] });

interface Cell {
  /** Blocks of `units` columns in the weights. */
  gates: number;
  /** What the inputs add to each gate, and the recurrent matrix -> the states of all steps. */
  scan(inputs: Tensor3D, recurrent: Tensor2D, trace?: RecurrentTrace): Tensor3D;
  /** From [batch, steps, features] to the scan's order of axes, steps first; and back. */
  order: number[];
  back: number[];
  adjustBias?(bias: Float32Array): void;
}

/** The product with the inputs is made for all steps at once; only what depends on the state goes step by step. */
function recurrent(layer: RecurrentLayer, context: LayerContext, cell: Cell): BuiltLayer {
  const { name, initialization } = context;
  const { units, returns } = layer;
  const { steps, features } = sequenceOf(context);
  const columns = cell.gates * units;
  const recurrentInitialization = layer.recurrentInitialization ?? initialization;
  const matrix = (part: string, inputs: number, drawn: typeof initialization): LayerParameter => ({
    layer: `${name}-${part}`,
    name: "weight",
    shape: [inputs, columns],
    initialize: (values, random) => {
      // Each gate is a layer of its own.
      const gate = new Float32Array(inputs * units);
      for (let index = 0; index < cell.gates; index += 1) {
        drawWeight(gate, { fanIn: inputs, fanOut: units, outputs: units }, drawn, random);
        for (let row = 0; row < inputs; row += 1)
          values.set(gate.subarray(row * units, (row + 1) * units), row * columns + index * units);
      }
    },
  });
  return {
    name,
    outputShape: returns === "all" ? [steps, units] : [units],
    tiesExamples: [],
    parameters: [
      matrix("input", features, initialization),
      {
        layer: `${name}-input`,
        name: "bias",
        shape: [columns],
        initialize(values, random) {
          drawBias(values, { fanIn: features }, initialization, random);
          cell.adjustBias?.(values);
        },
      },
      matrix("recurrent", units, recurrentInitialization),
    ],
    apply([weight, bias, recurrentWeight], input, observe) {
      const inputs = tf.add(timesMatrix(input, weight!), bias!) as Tensor3D;
      const states = cell.scan(tf.transpose(inputs, cell.order), recurrentWeight as Tensor2D, observe?.trace);
      observe?.activation(name, tf.transpose(states, cell.back), "tanh");
      if (returns === "all") return tf.transpose(states, cell.back);
      const last = tf.slice(states, [states.shape[0] - 1, 0, 0]);
      return tf.reshape(tf.transpose(last, cell.back), [-1, units]);
    },
  };
}
