import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import type { Tensorflow } from "../tensorflow";

const load = createRequire(import.meta.url);

/**
 * Loads the WebAssembly backend with SIMD and without threads (under Node tfjs cannot start them).
 * Returns its version. The binaries are found beside the package's own entry point, so that it works from the
 * sources and from a bundle alike.
 */
export async function loadWasm(tf: Tensorflow): Promise<string> {
  const entry = load.resolve("@tensorflow/tfjs-backend-wasm");
  const wasm = load(entry) as typeof import("@tensorflow/tfjs-backend-wasm");
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  wasm.setWasmPaths(dirname(entry) + sep);
  if (!(await tf.setBackend("wasm"))) throw new Error('tf.setBackend("wasm") returned false');
  return wasm.version_wasm;
}
