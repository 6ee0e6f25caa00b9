import type { TapeNode } from "./tape-types";

/**
 * What stock tfjs does wrong: a node gets onto the tape after its kernel ran, but the clones of outputs that the
 * kernel saves for its gradient get there while it runs. So a clone of an output stands before the node that
 * produced this output. `getFilteredNodesXToY` finds what depends on x in one forward walk of the tape, and
 * takes the clone for something that does not. A first-order gradient does not notice, since nothing
 * differentiates through what was saved. In a gradient of a gradient the term is lost without an error.
 * It concerns every kernel whose gradient is written in terms of its output: tanh, sigmoid, exp, sqrt, rsqrt,
 * softmax, logSoftmax, max, pow, prelu, elu, ...
 *
 * Smallest failing example: d/dx |d/dx (x tanh(x))|^2, in which stock silently forgets -2 x tanh(x) (1 - tanh(x)^2)
 * of the second derivative. With tanh(x) alone nothing is left to follow, and it throws "Cannot compute gradient of
 * y=f(x) with respect to x".
 *
 * The cure: put each node before the clones of its own outputs. The engine pushes one clone per saved tensor and
 * nothing else while a kernel runs, so they are among the last `savedCount` nodes before it.
 *
 * Source: tfjs-core 4.22 `engine.ts` (`runKernelFunc`, `saveTensorsForBackwardMode`), `tape.ts`.
 */
export function moveBeforeClonesOfOutputs(tape: TapeNode[], savedCount: number): void {
  const last = tape.length - 1;
  const node = tape[last]!;
  const outputIds = new Set(node.outputs.map((output) => output.id));
  let target = last;
  for (let index = last - 1; index >= Math.max(0, last - savedCount); index -= 1) {
    const sources = Object.values(tape[index]!.inputs);
    if (sources.some((source) => outputIds.has(source.id))) target = index;
  }
  if (target === last) return;
  tape.splice(last, 1);
  tape.splice(target, 0, node);
}
