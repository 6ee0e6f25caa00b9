import { type Tensor, tf } from "../tensorflow";
import type { NativeBackend } from "./native";

/**
 * A tensor of values that may change afterwards, as weights do. The wasm backend copies what it is given at once, the
 * native one when an operation first asks for it, and cpu never: so native is asked here, and for cpu copied.
 */
export function tensorOfCopy(values: Float32Array, shape: number[]): Tensor {
  const backendName = tf.getBackend();
  if (backendName === "cpu") return tf.tensor(values.slice(), shape, "float32");
  const tensor = tf.tensor(values, shape, "float32");
  if (backendName === "tensorflow") (tf.backend() as unknown as NativeBackend).getInputTensorIds([tensor]);
  return tensor;
}
