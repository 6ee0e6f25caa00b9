import { type Tensor3D, tf } from "../tensorflow";

/**
 * Zeros, [time, batch, hidden], that a recurrent net adds to what goes into each state and to each state that comes
 * out. A loss's gradients by them are its errors at every step, got in the one backward pass that is made anyway.
 */
export interface RecurrentTrace {
  preactivations: Tensor3D;
  /** Added after the recurrence: a change here does not reach later states. */
  states: Tensor3D;
}

export function zeroTrace(shape: [number, number, number]): RecurrentTrace {
  return { preactivations: tf.zeros(shape), states: tf.zeros(shape) };
}

/** The states of a recurrence over pre-activations, with the trace's zeros added where there is one. */
export function traced(
  trace: RecurrentTrace | undefined,
  preactivations: Tensor3D,
  scan: (preactivations: Tensor3D) => Tensor3D,
): Tensor3D {
  if (!trace) return scan(preactivations);
  return tf.add(scan(tf.add(preactivations, trace.preactivations)), trace.states);
}
