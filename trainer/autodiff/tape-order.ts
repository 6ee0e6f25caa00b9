import type { Tensor, Tensorflow } from "../tensorflow";

/**
 * What stock tfjs does wrong: `engine.addTapeNode` runs after the kernel, but the clones of outputs that the
 * kernel saves for its gradient are put on the tape while it runs. So a clone of an output stands on the tape
 * before the node that produced this output. Back-propagation walks the tape once, forward to find what
 * depends on x and backward to add up gradients, and takes the clone for something that does not depend on x.
 * First-order gradients do not notice, since nothing differentiates through a saved tensor. In a gradient of a
 * gradient the term is lost without an error.
 *
 *     d/dx of |d tanh(tanh(x))/dx|^2     stock: a wrong number; one tanh alone: an error
 *
 * The cure: put each node before the clones of its own outputs. The engine pushes one clone per saved tensor,
 * so they are among the last `saved.length` nodes.
 *
 * Second fault, same place: nodes whose outputs are booleans, or integers made from floats, are recorded as if
 * they could be differentiated. Comparisons then throw ("gradient function not found for Greater") as soon as
 * a gradient contains one, and the cast of a float to an integer passes its gradient through as the identity.
 * Both are piecewise constant: no gradient flows, so they do not belong on the tape.
 *
 * Source: tfjs-core 4.22 `engine.ts` (`runKernelFunc`, `saveTensorsForBackwardMode`) and `tape.ts`
 * (`getFilteredNodesXToY`).
 */
export function correctTapeOrder(tf: Tensorflow): void {
  const engine = tf.engine() as unknown as TapeEngine;
  if (engine[corrected]) return;
  const addTapeNode = engine.addTapeNode;

  engine.addTapeNode = function (kernelName, inputs, outputs, gradientsFunc, saved, attrs) {
    if (isPiecewiseConstant(inputs, outputs)) return;
    addTapeNode.call(this, kernelName, inputs, outputs, gradientsFunc, saved, attrs);
    if (saved && saved.length > 0) moveBeforeClonesOfOutputs(this.state.activeTape, outputs, saved.length);
  };
  engine[corrected] = true;
}

const corrected = Symbol.for("gradiometer.tape-order");

interface TapeNode {
  inputs: Record<string, Tensor>;
}
interface TapeEngine {
  state: { activeTape: TapeNode[] };
  addTapeNode(
    kernelName: string,
    inputs: Record<string, Tensor> | Tensor[],
    outputs: Tensor[],
    gradientsFunc: unknown,
    saved: Tensor[] | undefined,
    attrs: unknown,
  ): void;
  [corrected]?: boolean;
}

function isPiecewiseConstant(inputs: Record<string, Tensor> | Tensor[], outputs: Tensor[]): boolean {
  if (outputs.every((output) => output.dtype === "bool")) return true;
  const discrete = outputs.every((output) => output.dtype === "int32" || output.dtype === "bool");
  return discrete && Object.values(inputs).some((input) => input?.dtype === "float32");
}

function moveBeforeClonesOfOutputs(tape: TapeNode[], outputs: Tensor[], savedCount: number): void {
  const outputIds = new Set(outputs.map((output) => output.id));
  const last = tape.length - 1;
  let target = last;
  for (let index = last - 1; index >= Math.max(0, last - savedCount); index -= 1) {
    const inputs = Object.values(tape[index]!.inputs);
    if (inputs.some((input) => outputIds.has(input.id))) target = index;
  }
  if (target === last) return;
  const [node] = tape.splice(last, 1);
  tape.splice(target, 0, node!);
}
