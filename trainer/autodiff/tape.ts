import type { Tensorflow } from "../tensorflow";
import { withScaleAndOffset } from "./batch-normalization";
import { noteConstants, noteForward, recordIntermediates } from "./custom-gradients";
import { keepTapeOf } from "./nested-gradients";
import { isPiecewiseConstant } from "./piecewise-constant";
import { moveBeforeClonesOfOutputs } from "./tape-order";
import { corrected, type TapeEngine } from "./tape-types";

/** Wraps the functions through which every operation gets onto the tape. Each correction explains itself. */
export function correctTape(tf: Tensorflow): void {
  const engine = tf.engine() as unknown as TapeEngine;
  if (engine[corrected]) return;
  const { addTapeNode, customGrad, gradients, runKernel } = engine;

  engine.addTapeNode = function (kernelName, inputs, outputs, gradientsFunc, saved, attrs) {
    if (isPiecewiseConstant(kernelName, inputs, outputs)) {
      // The engine disposes what is saved when it clears the tape; what never gets there is disposed here.
      for (const tensor of saved ?? []) tensor.dispose();
      return;
    }
    addTapeNode.call(this, kernelName, inputs, outputs, gradientsFunc, saved, attrs);
    if (!saved || saved.length === 0) return;
    moveBeforeClonesOfOutputs(this.state.activeTape, saved.length);
    if (gradientsFunc) recordIntermediates(tf, this, inputs, outputs, saved);
  };

  engine.runKernel = function (kernelName, inputs, attrs) {
    const result = runKernel.call(this, kernelName, withScaleAndOffset(tf, kernelName, inputs), attrs);
    // Inside another operation, that is in a custom gradient.
    if (this.state.kernelDepth > 0) noteConstants(kernelName, inputs, result);
    return result;
  };
  engine.customGrad = noteForward(engine, customGrad);
  engine.gradients = keepTapeOf(engine, gradients);
  engine[corrected] = true;
}
