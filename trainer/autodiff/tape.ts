import type { Tensorflow } from "../tensorflow";
import { recordOpaqueIntermediates } from "./custom-gradients";
import { isPiecewiseConstant } from "./piecewise-constant";
import { moveBeforeClonesOfOutputs } from "./tape-order";
import { corrected, type TapeEngine } from "./tape-types";

/** Wraps the one function through which every operation gets onto the tape. Each correction explains itself. */
export function correctTape(tf: Tensorflow): void {
  const engine = tf.engine() as unknown as TapeEngine;
  if (engine[corrected]) return;
  const addTapeNode = engine.addTapeNode;

  engine.addTapeNode = function (kernelName, inputs, outputs, gradientsFunc, saved, attrs) {
    if (isPiecewiseConstant(inputs, outputs)) {
      // The engine disposes what is saved when it clears the tape; what never gets there is disposed here.
      for (const tensor of saved ?? []) tensor.dispose();
      return;
    }
    addTapeNode.call(this, kernelName, inputs, outputs, gradientsFunc, saved, attrs);
    if (!saved || saved.length === 0) return;
    const tape = this.state.activeTape;
    moveBeforeClonesOfOutputs(tape, saved.length);
    if (gradientsFunc) recordOpaqueIntermediates(this, inputs, outputs, saved);
  };
  engine[corrected] = true;
}
