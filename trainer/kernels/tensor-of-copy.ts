import { type Tensor, tf } from "../tensorflow";
import { compiledLibrary } from "./compiled";
import type { NativeBackend } from "./native";

/**
 * A tensor of values that may change afterwards, as weights do. The wasm backend copies what it is given at once, and
 * cpu never. The native one does when an operation first asks for it, so it is asked here; but not what is aligned as
 * TensorFlow's own memory is, by chance one array in sixteen: that it shares.
 */
export function tensorOfCopy(values: Float32Array, shape: number[]): Tensor {
  const backendName = tf.getBackend();
  if (backendName === "cpu") return tf.tensor(values.slice(), shape, "float32");
  if (backendName !== "tensorflow") return tf.tensor(values, shape, "float32");
  const isShared = compiledLibrary(tf)?.shares(values) ?? true;
  const tensor = tf.tensor(isShared ? values.slice() : values, shape, "float32");
  (tf.backend() as unknown as NativeBackend).getInputTensorIds([tensor]);
  return tensor;
}
