import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { GradiometerError } from "./contract/errors";

let found: string | undefined;

/**
 * Gradiometer's own folder, found by walking up from this module. The same call works from source
 * and from a bundle under dist/, wherever the package is installed.
 */
export function packageRoot(): string {
  found ??= search(dirname(fileURLToPath(import.meta.url)));
  return found;
}

/** A bundled entry point, e.g. `distFile("trainer/main.js")`. */
export function distFile(path: string): string {
  return join(packageRoot(), "dist", path);
}

function search(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (isPackage(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder))
      throw new GradiometerError(
        "unavailable",
        `Expected a package.json named "gradiometer" above ${start}, found none; install the package again`,
      );
  }
}

function isPackage(file: string): boolean {
  if (!existsSync(file)) return false;
  return (JSON.parse(readFileSync(file, "utf8")) as { name?: string }).name === "gradiometer";
}
