import type { TapeEngine } from "./tape-types";

/**
 * What stock tfjs does wrong: it has one tape, and a gradient taken while another one runs backward, outside of any
 * recording, starts a new tape in its place and leaves none.
 * Smallest failing example: the gradient of a customGrad whose gradient function calls tf.grad throws "Cannot read
 * properties of null (reading 'forEach')".
 *
 * The cure: give the tape back. The outer pass has chosen its nodes by then and only clears up with it.
 *
 * Source: tfjs-core 4.22 `engine.ts` (`gradients`, `startTape`).
 */
export function keepTapeOf(engine: TapeEngine, gradients: TapeEngine["gradients"]): TapeEngine["gradients"] {
  return (...args) => {
    const tape = engine.state.activeTape;
    try {
      return gradients.apply(engine, args);
    } finally {
      engine.state.activeTape = tape;
    }
  };
}
