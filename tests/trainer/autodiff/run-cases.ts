import { chooseBackend } from "../../../trainer/backend/choose";
import { loadNative, nativeFolder } from "../../../trainer/backend/native";
import { loadWasm } from "../../../trainer/backend/wasm";
import { tf } from "../../../trainer/tensorflow";
import { gradientCases } from "./cases";
import { checkCase } from "./gradient-case";
import { networkCases } from "./network-cases";
import { operationCases } from "./operation-cases";
import { checkWorkloads } from "./workload-cases";

/**
 * Runs every case in a process of its own, since one process has one engine: `run-cases <stock|corrected>
 * <backend> <home>`. Prints the results as JSON.
 */
const [mode, backend, home] = process.argv.slice(2) as [
  "stock" | "corrected",
  "cpu" | "wasm" | "node",
  string,
];
if (mode === "corrected") await chooseBackend(tf, { requested: backend, home });
else if (backend === "node") await loadNative(tf, nativeFolder(home, "node"), "node");
else if (backend === "wasm") await loadWasm(tf);
else await tf.setBackend("cpu");

console.warn = () => undefined;
const results = [...gradientCases, ...operationCases, ...networkCases].flatMap((gradientCase) =>
  checkCase(tf, gradientCase),
);
process.stdout.write(JSON.stringify([...results, ...checkWorkloads()]));
