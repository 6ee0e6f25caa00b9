import { execFile } from "node:child_process";

/** The driver may need seconds to wake the first GPU up. */
const timeoutMs = 15_000;

/** Names of the NVIDIA GPUs that answer, empty where there is no driver or no GPU. */
export function nvidiaGpus(command = "nvidia-smi"): Promise<string[]> {
  return new Promise((resolve) => {
    execFile(
      command,
      ["--query-gpu=name", "--format=csv,noheader"],
      { timeout: timeoutMs },
      (error, stdout) =>
        resolve(
          error
            ? []
            : stdout
                .split("\n")
                .map((line) => line.trim())
                .filter(Boolean),
        ),
    );
  });
}
