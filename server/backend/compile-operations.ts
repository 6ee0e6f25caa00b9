import { mkdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { operationsFile, operationsSource } from "../../db/operations-file";
import { failure, type Installation, runCommand } from "./installation-step";

/**
 * Compiles the operations that Gradiometer adds to TensorFlow, for this very processor: with Eigen, whose headers
 * TensorFlow's wheel brings, against the one library that exports TensorFlow's C API for operations.
 */
export async function compileOperations(installation: Installation, tensorflow: string): Promise<void> {
  const file = operationsFile(installation.folder);
  const library = join(installation.folder, tensorflow);
  mkdirSync(dirname(file));
  const result = await runCommand(installation, process.env.CXX || "c++", [
    ...["-std=c++17", "-O3", "-march=native", "-DNDEBUG", "-w"],
    // Without these a loop with a condition is not made one of vectors; neither assumes that numbers are finite.
    ...["-fno-trapping-math", "-fno-math-errno"],
    ...["-shared", "-fPIC", "-fvisibility=hidden"],
    join(operationsSource(), "operations.cc"),
    ...[`-I${join(library, "include")}`, `-L${library}`, "-l:libtensorflow_framework.so.2"],
    // The folder gets another name when everything is done.
    `-Wl,-rpath,$ORIGIN/${relative(dirname(file), library)}`,
    ...["-o", file],
  ]);
  if (!result.ok) throw failure(installation, "Compiling operations for TensorFlow", result);
}
