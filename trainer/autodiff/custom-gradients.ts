import { GradiometerError } from "../../db/contract/errors";
import type { Tensor, Tensorflow } from "../tensorflow";
import { isPiecewiseConstant } from "./piecewise-constant";
import type { TapeEngine, TapeNode } from "./tape-types";

/**
 * What stock tfjs does wrong: inside `customGrad` nothing is recorded, so a tensor made there and saved for the
 * gradient (neither an input nor the output) is a constant to the tape. The first gradient is right; a gradient
 * of it lacks the terms through that tensor, without an error.
 *
 * Smallest failing example: d/dx |d/dx f(x)|^2 of f(x) = sin(x)^2 that keeps sin(x) for its gradient 2 sin(x) cos(x),
 * where stock takes sin(x) for a constant.
 *
 * The cure: record the saved tensor as an output of the same inputs, whose gradient runs the operation's forward pass
 * again and differentiates that. Only a second differentiation reaches it. Where the forward pass makes something else
 * the second time (it draws random numbers, say) there is no right number to be had, and it throws. What really is
 * constant (a step of the input, as in a rectifier) may be saved as it is: kernels that run inside a custom gradient
 * are watched for it.
 *
 * Source: tfjs-core 4.22 `engine.ts` (`customGrad`).
 */
export function recordIntermediates(
  tf: Tensorflow,
  engine: TapeEngine,
  inputs: Record<string, Tensor>,
  outputs: Tensor[],
  saved: Tensor[],
): void {
  const tape = engine.state.activeTape;
  const forward = running.at(-1);
  const known = new Set([...Object.values(inputs), ...outputs].map((tensor) => tensor.id));
  // The clones of what was saved and the node itself are the last on the tape; backwards, so that indices hold.
  const first = Math.max(0, tape.length - 1 - saved.length);
  let kept: { inputs: Record<string, Tensor>; clones: TapeNode[] } | undefined;
  for (let index = tape.length - 1; index >= first; index -= 1) {
    const clone = tape[index]!;
    const position = saved.findIndex(({ id }) => clone.outputs.some((output) => output.id === id));
    if (position < 0) continue;
    const source = Object.values(clone.inputs)[0]!;
    if (known.has(source.id) || constants.has(source) || isOnTape(engine, source)) continue;
    known.add(source.id);
    kept ??= keep(tf, tape, inputs);
    const keptInputs = kept.inputs;
    tape.splice(index, 0, {
      id: engine.state.nextTapeNodeId++,
      kernelName: "customGrad intermediate",
      inputs,
      outputs: [source],
      saved: Object.values(keptInputs),
      gradient: ([dy]) => byInputs(tf, forward, keptInputs, { position, made: saved[position]!, dy: dy! }),
    });
  }
  if (kept) tape.splice(first, 0, ...kept.clones);
}

/** The inputs for as long as the tape lives, and how they came about, taken off the tape's end. */
function keep(tf: Tensorflow, tape: TapeNode[], inputs: Record<string, Tensor>) {
  const end = tape.length;
  const clones = Object.entries(inputs).map(([key, input]) => [key, tf.keep(tf.clone(input))] as const);
  return { inputs: Object.fromEntries(clones), clones: tape.splice(end) };
}

type Forward = (...inputsAndSave: unknown[]) => unknown;
/** The forward passes of the custom gradients that are being computed, the innermost last. */
const running: Forward[] = [];

/** `customGrad`, with its forward pass at hand while it runs. */
export function noteForward(
  engine: TapeEngine,
  customGrad: TapeEngine["customGrad"],
): TapeEngine["customGrad"] {
  return (forward) => {
    const operation = customGrad.call(engine, forward);
    return (...inputs) => {
      running.push(forward);
      try {
        return operation(...inputs);
      } finally {
        running.pop();
      }
    };
  };
}

/** Gradients by the inputs of what the forward pass saved at `position`, from a forward pass that is recorded. */
function byInputs(
  tf: Tensorflow,
  forward: Forward | undefined,
  inputs: Record<string, Tensor>,
  { position, made, dy }: { position: number; made: Tensor; dy: Tensor },
): Record<string, () => Tensor> {
  const again = () => {
    let saved: Tensor[] = [];
    forward?.(...Object.values(inputs), (tensors: Tensor[]) => {
      saved = tensors;
    });
    return saved[position] ?? refuse();
  };
  const { value, grads } = tf.engine().gradients(again, Object.values(inputs), dy, true);
  if (tf.max(tf.abs(tf.sub(value, made))).dataSync()[0]! > 0) refuse();
  return Object.fromEntries(
    Object.entries(inputs).map(([key, input], index) => [key, () => grads[index] ?? tf.zerosLike(input)]),
  );
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
    "A gradient of a gradient goes through an operation with a custom gradient that keeps an intermediate result, and " +
      "its forward pass makes another one each time, so that terms would be left out: compose the operation from " +
      "elementary ones, and draw random numbers before it",
  );
}
