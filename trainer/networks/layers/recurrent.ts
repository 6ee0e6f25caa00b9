import type { LayerOf } from "../../../db/contract/architecture";
import { type Tensor, type Tensor2D, type Tensor3D, tf } from "../../tensorflow";
import { gruScan } from "../gru-scan";
import { drawBias, drawWeight } from "../initializers";
import { lstmScan } from "../lstm-scan";
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
  recurrent(layer, context, { gates: 1, scan: tanhScan });

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997, forget gate by Gers 2000): see `lstm-scan`. The forget
 * gate's bias starts at 1, so that the cell remembers at first (Jozefowicz 2015).
 */
export const lstm: BuildLayer<LayerOf<"lstm">> = (layer, context) => {
  const { units, forgetBias } = layer;
  return recurrent(layer, context, {
    gates: 4,
    scan: lstmScan,
    adjustBias(bias) {
      for (let unit = units; unit < 2 * units; unit += 1) bias[unit] = bias[unit]! + forgetBias;
    },
  });
};

/** Gated recurrent unit (Cho 2014): see `gru-scan`. */
export const gru: BuildLayer<LayerOf<"gru">> = (layer, context) =>
  recurrent(layer, context, { gates: 3, scan: gruScan });

interface Cell {
  /** Blocks of `units` columns in the weights. */
  gates: number;
  /** Contributions of the inputs [time, batch, gates * units] and the recurrent matrix to states [time, batch, units]. */
  scan(inputs: Tensor3D, recurrent: Tensor2D): Tensor3D;
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
      const inputs = tf.add(timesMatrix(input, weight!), bias!);
      const states = cell.scan(stepsFirst(inputs), recurrentWeight as Tensor2D);
      observe?.activation(name, states, "tanh");
      if (returns === "all") return tf.transpose(states, [1, 0, 2]);
      const [time, batch] = states.shape;
      return tf.reshape(tf.slice(states, [time - 1, 0, 0], [1, batch, units]), [batch, units]);
    },
  };
}

/** [batch, steps, features] -> [steps, batch, features], so that a step is one stretch of memory. */
function stepsFirst(sequences: Tensor): Tensor3D {
  return tf.transpose(sequences as Tensor3D, [1, 0, 2]);
}
