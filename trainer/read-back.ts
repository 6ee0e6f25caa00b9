import { type Tensor, tf } from "./tensorflow";

/**
 * Runs `work` in a tidy scope and reads its result back. Not `tf.tidy(() => work().dataSync())`: a tidy looks for
 * tensors in whatever it is given back, entry by entry, which takes longer than computing a small array.
 */
export function readBack(work: () => Tensor): Float32Array {
  let values = new Float32Array();
  tf.tidy(() => {
    values = work().dataSync<"float32">() as Float32Array<ArrayBuffer>;
  });
  return values;
}
