import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GradiometerError } from "../../db/contract/errors";
import { classifierSha256 } from "../../db/contract/mnist-classifier";
import { packageRoot } from "../../db/package-root";
import type { Network } from "../networks/network";
import { createClassifier } from "./network";

/** The weights as they stand in the network: float32, little-endian, nothing before or after. */
export function weightsFile(): string {
  return join(packageRoot(), "trainer", "classifier", "mnist-classifier.bin");
}

/** The classifier that ships with Gradiometer. Scores by other weights could not be compared, so none are accepted. */
export function loadClassifier(file = weightsFile()): Network {
  const found = existsSync(file) ? readFileSync(file) : undefined;
  const sha256 = found && sha256Of(found);
  if (!found || sha256 !== classifierSha256)
    throw new GradiometerError(
      "unavailable",
      `Expected the classifier's weights with SHA-256 ${classifierSha256.slice(0, 12)}... in ${file}, found ` +
        `${sha256 ? `${sha256.slice(0, 12)}...` : "no file"}; install the package again`,
    );
  const network = createClassifier();
  for (let index = 0; index < network.values.length; index += 1)
    network.values[index] = found.readFloatLE(4 * index);
  return network;
}

export function encodeWeights({ values }: Network): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (let index = 0; index < values.length; index += 1) bytes.writeFloatLE(values[index]!, 4 * index);
  return bytes;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
