import { execFile } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { dataHome } from "../../../db/home";
import { packageRoot } from "../../../db/package-root";
import { isNativeInstalled } from "../../../trainer/backend/native";
import type { GradientResult } from "./gradient-case";

export type TestedBackend = "wasm" | "cpu" | "node" | "gpu";

/** wasm and cpu always; native ones where the data home (GRADIOMETER_HOME) has them installed. */
export function testedBackends(): TestedBackend[] {
  const natives = (["node", "gpu"] as const).filter((kind) => isNativeInstalled(dataHome(), kind));
  return ["wasm", "cpu", ...natives];
}

/** Runs every gradient case in a process of its own, with stock or with corrected tfjs. */
export async function runCases(
  mode: "stock" | "corrected",
  backend: TestedBackend,
): Promise<GradientResult[]> {
  const file = await bundled("tests/trainer/autodiff/run-cases.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [file, mode, backend, dataHome()], {
    maxBuffer: 1 << 24,
  });
  return JSON.parse(stdout) as GradientResult[];
}

/** Bundles a test program as the trainer is bundled; inside the package, so that its imports resolve. */
export async function bundled(entry: string): Promise<string> {
  const folder = join(packageRoot(), "node_modules", ".cache", "gradiometer-tests", String(process.pid));
  if (mkdirSync(folder, { recursive: true }))
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, `${entry.replaceAll("/", "-")}.mjs`);
  await build({
    absWorkingDir: packageRoot(),
    entryPoints: [entry],
    outfile,
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "silent",
  });
  return outfile;
}
