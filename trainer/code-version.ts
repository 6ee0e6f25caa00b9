import { readFileSync } from "node:fs";
import { join } from "node:path";
import { distFile, packageRoot } from "../db/package-root";

/** "0.1.0 build 1a2b3c4d5e6f": the package's version and the hash of the sources that were built. */
export function codeVersion(): string {
  return `${packageVersion()} build ${buildHash()}`;
}

export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { version: string })
    .version;
}

function buildHash(): string {
  try {
    return readFileSync(distFile(".built"), "utf8").slice(0, 12);
  } catch {
    // A build is going on, or never ended.
    return "unknown";
  }
}
