import { parseArgs } from "node:util";
import { BackendName } from "../../db/contract/run-config";
import { dataHome } from "../../db/home";
import { tf } from "../tensorflow";
import { chooseBackend } from "./choose";
import { loadNative, type NativeKind } from "./native";
import { loadOperations } from "./operations";

/**
 * Process that loads a backend, multiplies two matrices on it and prints what it found as one line of JSON, for
 * the server, which never loads TensorFlow.js itself:
 *
 *     node dist/trainer/backend/probe.js [--backend <name>]         the best installed one, or the one named
 *     node dist/trainer/backend/probe.js --backend node --folder f  a native one that is being installed
 */
const { values } = parseArgs({ options: { backend: { type: "string" }, folder: { type: "string" } } });

try {
  const requested = values.backend === undefined ? undefined : BackendName.parse(values.backend);
  const found =
    values.folder && (requested === "gpu" || requested === "node")
      ? await loadFrom(values.folder, requested)
      : await chooseBackend(tf, { home: dataHome(), ...(requested && { requested }) });
  const product = tf.tidy(() => [...tf.matMul([[1, 2]], [[3], [4]]).dataSync()]);
  if (product[0] !== 11) throw new Error(`[1 2] times [3 4]' gave ${product[0]} instead of 11`);
  print({ ok: true, ...found });
} catch (error) {
  print({ ok: false, message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}

async function loadFrom(folder: string, kind: NativeKind) {
  const native = await loadNative(tf, folder, kind);
  loadOperations(tf, folder);
  return native;
}

function print(result: object): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
