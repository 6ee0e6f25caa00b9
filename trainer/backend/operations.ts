import { existsSync } from "node:fs";
import { basename } from "node:path";
import { operationsFile } from "../../db/operations-file";
import { type CompiledLibrary, registerCompiledKernels } from "../kernels/compiled";
import type { Tensorflow } from "../tensorflow";

/**
 * Adds our operations, which `gradiometer backend install node` compiles, to the TensorFlow that is loaded from
 * `folder`. Returns the first characters of their hash; undefined where they are not there for this version and
 * processor.
 */
export function loadOperations(tf: Tensorflow, folder: string): string | undefined {
  const file = operationsFile(folder);
  if (!existsSync(file)) return undefined;
  const library = { exports: {} };
  process.dlopen(library, file);
  registerCompiledKernels(tf, library.exports as CompiledLibrary);
  return basename(file).slice(0, 8);
}
