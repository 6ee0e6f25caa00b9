import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GradiometerError } from "../../db/contract/errors";
import { backendsFolder } from "../../db/home";
import { compileOperations } from "./compile-operations";
import { compileBinding, installPackage, linkTensorflow } from "./install-binding";
import { createPythonEnvironment, installTensorflow } from "./install-python";
import type { Installation } from "./installation-step";
import { probeBackend } from "./probe";

export type NativeKind = "gpu" | "node";

export interface InstallProgress {
  step: number;
  steps: number;
  message: string;
}

export interface InstalledBackend {
  kind: NativeKind;
  version: string;
  /** Whether TensorFlow found a GPU to compute on. */
  usesGpu: boolean;
  seconds: number;
}

const tfjsVersion = "4.22.0";
const recipes = {
  node: { packageName: "@tensorflow/tfjs-node", download: "about 270 MB" },
  gpu: { packageName: "@tensorflow/tfjs-node-gpu", download: "CUDA included, about 3 GB" },
} as const;

/**
 * Builds tfjs-node or tfjs-node-gpu against the TensorFlow that PyPI serves, into
 * GRADIOMETER_HOME/backends/<kind>. It is built beside that folder and gets its name at the very end, so a
 * failure leaves nothing half and an earlier installation as it was. Throws a GradiometerError whose message
 * says what is missing and how to get it.
 */
export async function installBackend(
  home: string,
  kind: NativeKind,
  onProgress: (progress: InstallProgress) => void = () => {},
  options: { signal?: AbortSignal } = {},
): Promise<InstalledBackend> {
  if (process.platform !== "linux")
    throw new GradiometerError(
      "unavailable",
      `Native backends are built on Linux only, this is ${process.platform}: wasm works everywhere`,
    );
  const { packageName, download } = recipes[kind];
  const requirement = tensorflowRequirement(kind);
  const startedAt = performance.now();
  const backends = backendsFolder(home);
  mkdirSync(backends, { recursive: true });
  removeLeftovers(backends, kind);
  const installation: Installation = {
    folder: join(backends, `.${kind}-${process.pid}`),
    log: join(backends, `install-${kind}.log`),
    signal: options.signal,
  };
  const steps = kind === "node" ? 7 : 6;
  let step = 0;
  const say = (message: string) => onProgress({ step: ++step, steps, message });
  mkdirSync(installation.folder);
  writeFileSync(installation.log, "");

  try {
    say("Creating a Python environment");
    await createPythonEnvironment(installation);
    say(`Installing ${requirement} from PyPI (${download})`);
    const tensorflow = await installTensorflow(installation, requirement, {
      withDependencies: kind === "gpu",
    });
    say(`Installing ${packageName}@${tfjsVersion}`);
    await installPackage(installation, packageName, tfjsVersion);
    say("Compiling its binding to TensorFlow");
    linkTensorflow(installation, packageName, tensorflow);
    await compileBinding(installation, packageName);
    if (kind === "node") {
      say("Compiling operations for this processor");
      await compileOperations(installation, tensorflow);
    }
    say("Multiplying two matrices on it");
    const proof = await probeBackend(home, { backend: kind, folder: installation.folder });
    if (!proof.ok)
      throw new GradiometerError(
        "unavailable",
        `${packageName} was built but does not load (${proof.message}): see ${installation.log}`,
      );
    replaceFolder(installation.folder, join(backends, kind));
    say(`Installed: tfjs-node ${proof.version}`);
    const seconds = (performance.now() - startedAt) / 1000;
    return { kind, version: proof.version, usesGpu: proof.usesGpu === true, seconds };
  } finally {
    rmSync(installation.folder, { recursive: true, force: true });
  }
}

/** On other processors than x64 PyPI has no tensorflow-cpu; there `tensorflow` is the CPU build. */
function tensorflowRequirement(kind: NativeKind): string {
  if (kind === "gpu") return "tensorflow[and-cuda]";
  return process.arch === "x64" ? "tensorflow-cpu" : "tensorflow";
}

function replaceFolder(built: string, target: string): void {
  const old = `${target}-old-${process.pid}`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(built, target);
  rmSync(old, { recursive: true, force: true });
}

/** What an installation that was killed left behind. */
function removeLeftovers(backends: string, kind: NativeKind): void {
  for (const name of readdirSync(backends)) {
    const pid = new RegExp(`^(?:\\.${kind}|${kind}-old)-(\\d+)$`).exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(backends, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
