import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import type { Environment } from "../db/contract/events";
import { packageRoot } from "../db/package-root";
import type { ChosenBackend } from "./backend/choose";
import { codeVersion, packageVersion } from "./code-version";

/** Where and on what this process trains: all that decides a run's numbers besides its config. */
export function describeEnvironment(backend: ChosenBackend, run: { configHash: string }): Environment {
  const cores = cpus();
  return {
    backend: backend.name,
    backendVersion: backend.version,
    backendReason: backend.reason,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    os: `${type()} ${release()}`,
    cpu: cores[0]?.model.trim() || "unknown",
    cores: cores.length,
    ...(backend.name === "gpu" ? { gpu: gpuModel() } : {}),
    memoryBytes: totalmem(),
    gradiometer: packageVersion(),
    codeVersion: codeVersion(),
    commit: commit(),
    packages: Object.fromEntries(
      ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm", "better-sqlite3"].map((name) => [
        name,
        versionOf(name),
      ]),
    ),
    configHash: run.configHash,
    // What a person typed, where a command started this process.
    commandLine: process.env.GRADIOMETER_COMMAND_LINE || ["trainer", ...process.argv.slice(2)].join(" "),
  };
}

/** "1a2b3c4d5e6f", with "-dirty" where sources differ from it; undefined where the package is no clone. */
function commit(): string | undefined {
  const root = packageRoot();
  // An installed package may lie in somebody else's repository.
  if (!existsSync(join(root, ".git"))) return undefined;
  try {
    const words = ["-C", root, "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"];
    return execFileSync("git", words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined;
  }
}

function versionOf(name: string): string {
  try {
    return (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
  } catch {
    return "unknown";
  }
}

/** As NVIDIA's driver names it. */
function gpuModel(): string {
  const folder = "/proc/driver/nvidia/gpus";
  try {
    const models = readdirSync(folder).map((gpu) =>
      /^Model:\s*(.+)$/m.exec(readFileSync(join(folder, gpu, "information"), "utf8"))?.[1]?.trim(),
    );
    return models.filter(Boolean).join(", ") || "unknown";
  } catch {
    return "unknown";
  }
}
