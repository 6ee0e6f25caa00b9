import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import type { Environment } from "../db/contract/events";
import { packageRoot } from "../db/package-root";
import type { ChosenBackend } from "./backend/choose";

/** Where and on what this process trains. */
export function describeEnvironment(backend: ChosenBackend): Environment {
  const cores = cpus();
  return {
    backend: backend.name,
    backendVersion: backend.version,
    backendReason: backend.reason,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    cpu: cores[0]?.model.trim() || "unknown",
    cores: cores.length,
    memoryBytes: totalmem(),
    gradiometer: ownVersion(),
  };
}

function ownVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { version: string })
    .version;
}
