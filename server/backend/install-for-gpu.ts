import { existsSync } from "node:fs";
import { join } from "node:path";
import { GradiometerError } from "../../db/contract/errors";
import { backendsFolder } from "../../db/home";
import { type InstallProgress, installBackend } from "./install";
import { nvidiaGpus } from "./nvidia";

export type GpuInstallation =
  | { outcome: "no-gpu" | "present" }
  | { outcome: "installed"; version: string; gpus: string[] }
  | { outcome: "failed"; message: string };

/**
 * What `npm start` does by itself: where an NVIDIA GPU answers and the gpu backend is not there yet, installs
 * it. Never throws: without it trainers run on the next best backend, and `message` is the one sentence to say.
 */
export async function installForGpu(
  home: string,
  onProgress: (progress: InstallProgress) => void = () => {},
  options: { signal?: AbortSignal } = {},
): Promise<GpuInstallation> {
  if (existsSync(join(backendsFolder(home), "gpu"))) return { outcome: "present" };
  const gpus = await nvidiaGpus();
  if (gpus.length === 0) return { outcome: "no-gpu" };
  try {
    const { version } = await installBackend(home, "gpu", onProgress, options);
    return { outcome: "installed", version, gpus };
  } catch (error) {
    const reason = error instanceof GradiometerError ? error.message : String(error);
    return { outcome: "failed", message: `${gpus[0]} stays unused, trainers run on the CPU: ${reason}` };
  }
}
