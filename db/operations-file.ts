import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { packageRoot } from "./package-root";

/** The C++ of the operations that Gradiometer adds to TensorFlow. */
export const operationsSource = (): string => join(packageRoot(), "trainer", "kernels", "compiled");

/**
 * The library that a native backend in `folder` keeps them in. Its name is a hash of the sources and of the
 * processor, for which it is compiled: one from another version or machine has another name, and is not found.
 */
export function operationsFile(folder: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(operationsSource()).sort())
    hash.update(`${name}\0`).update(readFileSync(join(operationsSource(), name)));
  hash.update(`${process.arch} ${cpus()[0]?.model}`);
  return join(folder, "operations", `${hash.digest("hex").slice(0, 16)}.node`);
}
