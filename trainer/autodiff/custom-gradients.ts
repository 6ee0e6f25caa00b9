import { GradiometerError } from "../../db/contract/errors";
import type { Tensor } from "../tensorflow";
import { isPiecewiseConstant } from "./piecewise-constant";
import type { TapeEngine } from "./tape-types";

/**
 * What stock tfjs does wrong: inside `customGrad` nothing is recorded, so a tensor made there and saved for the
 * gradient (neither an input nor the output) is a constant to the tape. The first gradient is right; a gradient
 * of it lacks the terms through that tensor, without an error.
 *
 * Smallest failing example: d/dx |d/dx losses.softmaxCrossEntropy(labels, x)|^2; the exact Hessian of the loss
 * in the logits is diag(p) - p p^T, stock takes it for 0.
 *
 * The cure: record the saved tensor as an output of the same inputs with a gradient that throws. Only a second
 * differentiation reaches it. The right number comes from composing the operation: for this loss,
 * -sum(labels * logSoftmax(logits)). What really is constant (a step of the input, as in a rectifier) may be
 * saved: kernels that run inside a custom gradient are watched for it.
 *
 * Source: tfjs-core 4.22 `engine.ts` (`customGrad`), `ops/losses/softmax_cross_entropy.ts`.
 */
export function recordOpaqueIntermediates(
  engine: TapeEngine,
  inputs: Record<string, Tensor>,
  outputs: Tensor[],
  saved: Tensor[],
): void {
  const tape = engine.state.activeTape;
  const savedIds = new Set(saved.map((tensor) => tensor.id));
  const known = new Set([...Object.values(inputs), ...outputs].map((tensor) => tensor.id));
  // The clones of what was saved and the node itself are the last on the tape; backwards, so that indices hold.
  for (let index = tape.length - 1; index >= Math.max(0, tape.length - 1 - saved.length); index -= 1) {
    const clone = tape[index]!;
    if (!clone.outputs.some((output) => savedIds.has(output.id))) continue;
    const source = Object.values(clone.inputs)[0]!;
    if (known.has(source.id) || constants.has(source) || isOnTape(engine, source)) continue;
    known.add(source.id);
    tape.splice(index, 0, {
      id: engine.state.nextTapeNodeId++,
      kernelName: "customGrad intermediate",
      inputs,
      outputs: [source],
      saved: [],
      gradient: refuse,
    });
  }
}

/** Notes the results of kernels inside a custom gradient whose derivative is 0 almost everywhere. */
export function noteConstants(
  kernelName: string,
  inputs: Record<string, Tensor>,
  result: Tensor | Tensor[],
): void {
  const outputs = Array.isArray(result) ? result : [result];
  const fromConstants = Object.values(inputs).every((input) => constants.has(input));
  if (fromConstants || isPiecewiseConstant(kernelName, inputs, outputs))
    for (const output of outputs) constants.add(output);
}

const constants = new WeakSet<Tensor>();

function isOnTape(engine: TapeEngine, tensor: Tensor): boolean {
  return engine.state.activeTape.some((node) => node.outputs.some((output) => output.id === tensor.id));
}

function refuse(): never {
  throw new GradiometerError(
    "invalid",
    "A gradient of a gradient goes through an operation with a custom gradient that keeps an intermediate result " +
      "(such as losses.softmaxCrossEntropy), so TensorFlow.js would leave terms out: compose the operation from " +
      "elementary ones, e.g. -sum(labels * logSoftmax(logits))",
  );
}
