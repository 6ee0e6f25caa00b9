import { cpus, totalmem } from "node:os";
import type { Environment } from "../db/contract/events";
import type { ChosenBackend } from "./backend/choose";
import { packageVersion } from "./code-version";

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
    gradiometer: packageVersion(),
  };
}
