/**
 * npm run classifier:train: trains the classifier on wasm, writes its weights and says what changed. About two
 * minutes. Scores by new weights cannot be compared with scores by old ones, so new weights are a new hash in
 * db/contract/mnist-classifier.ts, which the loader insists on.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { chooseBackend } from "../backend/choose";
import { tf } from "../tensorflow";
import { heldOutAccuracy } from "./held-out-accuracy";
import { trainClassifier, training } from "./train-classifier";
import { encodeWeights, sha256Of, weightsFile } from "./weights";

const { values } = parseArgs({ options: { output: { type: "string", default: weightsFile() } } });
await chooseBackend(tf, { requested: "wasm", home: tmpdir() });
let sum = 0;
const network = trainClassifier(training, (step, loss) => {
  sum += loss;
  if (step % 500 !== 0) return;
  print(`step ${step} of ${training.steps}: mean loss ${(sum / 500).toFixed(4)}`);
  sum = 0;
});
print(`held-out accuracy ${heldOutAccuracy(network)}`);

const bytes = encodeWeights(network);
const before = existsSync(values.output) ? sha256Of(readFileSync(values.output)) : undefined;
writeFileSync(values.output, bytes);
const after = sha256Of(bytes);
print(
  `${after} ${bytes.length} bytes ${after === before ? "bitwise as before" : "changed"}: ${values.output}`,
);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
