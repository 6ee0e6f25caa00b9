import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { classifierAccuracy } from "../../../db/contract/mnist-classifier";
import { classify } from "../../../trainer/classifier/classify";
import { heldOutAccuracy } from "../../../trainer/classifier/held-out-accuracy";
import { trainClassifier } from "../../../trainer/classifier/train-classifier";
import { encodeWeights, loadClassifier, weightsFile } from "../../../trainer/classifier/weights";
import { openMnist, readMnistLabels, side } from "../../../trainer/workloads/mnist-gan/mnist";
import { onBackend } from "../on-backend";

onBackend();

it("tells 99.1% of the 10,000 held-out digits, as its description says", () => {
  expect(heldOutAccuracy(loadClassifier())).toBeCloseTo(classifierAccuracy, 3);
});

it("sees an image alike, whatever others it is classified with", () => {
  const images = openMnist("test");
  const pixels = new Float32Array(300 * side * side);
  for (let index = 0; index < 300; index += 1) images.read(index, pixels, index * side * side);
  images.close();
  const classifier = loadClassifier();
  const all = classify(classifier, pixels);
  const last = classify(classifier, pixels.subarray(299 * side * side));
  expect(all.features).toHaveLength(300 * 64);
  for (const [index, feature] of last.features.entries())
    expect(all.features[299 * 64 + index]).toBeCloseTo(feature, 4);
  expect(last.logits.indexOf(Math.max(...last.logits))).toBe(readMnistLabels("test")[299]);
});

it("is trained bitwise alike by the same seed", () => {
  const short = { seed: 3, steps: 3, averagedSteps: 2, batchSize: 10, learningRate: 1e-3 };
  const losses: number[] = [];
  const first = trainClassifier(short, (_step, loss) => losses.push(loss));
  expect(encodeWeights(trainClassifier(short))).toEqual(encodeWeights(first));
  expect(encodeWeights(trainClassifier({ ...short, seed: 4 }))).not.toEqual(encodeWeights(first));
  expect(losses[0]).toBeCloseTo(Math.log(10), 0);
});

it("encodes weights as they are decoded", () => {
  expect(encodeWeights(loadClassifier())).toEqual(readFileSync(weightsFile()));
});

it("refuses weights that are damaged or missing", () => {
  const folder = mkdtempSync(join(tmpdir(), "classifier-"));
  try {
    const file = join(folder, "weights.bin");
    expect(() => loadClassifier(file)).toThrow(/Expected the classifier's weights .* found no file; install/);
    copyFileSync(weightsFile(), file);
    const bytes = readFileSync(file);
    bytes[5000]! ^= 1;
    writeFileSync(file, bytes);
    expect(() => loadClassifier(file)).toThrow(/with SHA-256 953b891bbaa0\.\.\. in .*weights\.bin, found /);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
