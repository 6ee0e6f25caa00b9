import { GradiometerError } from "../../db/contract/errors";
import type { Tensor } from "../tensorflow";
import type { TapeEngine } from "./tape-types";

/**
 * What stock tfjs does wrong: inside `customGrad` nothing is recorded, so a tensor made there and saved for the
 * gradient (neither an input nor the output) is a constant to the tape. The first gradient is right; a gradient
 * of it lacks the terms through that tensor, without an error.
 *
 * Smallest failing example: d/dx |d/dx losses.softmaxCrossEntropy(labels, x)|^2 is 0 plus whatever else
 * depends on x; the exact Hessian of the logits is diag(p) - p p^T.
 *
 * The cure: record the saved tensor as an output of the same inputs with a gradient that throws. Only a second
 * differentiation reaches it. The right number comes from composing the operation: for this loss,
 * -sum(labels * logSoftmax(logits)).
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
  // Going back from the end finds the clones at once: they are the last nodes.
  const firstClone = tape.length - 1 - saved.length;
  for (let index = tape.length - 1; index >= Math.max(0, firstClone); index -= 1) {
    const clone = tape[index]!;
    if (!clone.outputs.some((output) => savedIds.has(output.id))) continue;
    for (const source of Object.values(clone.inputs)) {
      if (known.has(source.id) || isOnTape(engine, source)) continue;
      tape.splice(index, 0, {
        id: engine.state.nextTapeNodeId++,
        kernelName: "customGrad intermediate",
        inputs,
        outputs: [source],
        saved: [],
        gradient: refuse,
      });
      known.add(source.id);
    }
  }
}

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
