import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { PeerCannot, type PeerValue } from "./benchmark";

/** What a bare training process prints: its speed, or why stock TensorFlow.js cannot train that. */
export type BareResult = { stepsPerSecond: number; note?: string } | { cannot: string };

/** Trains the same model on stock TensorFlow.js in a process of its own: this bundle with `bare <workload>`. */
export function trainBare(workload: string, penalty = false): Promise<PeerValue> {
  const script = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [script, "bare", workload, ...(penalty ? ["penalty"] : [])], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  // TensorFlow.js greets there; worth reading only when something failed.
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code !== 0)
        return reject(new Error(`The bare ${workload} ended with code ${code}: ${errors.slice(-500)}`));
      const result = JSON.parse(output.trim().split("\n").at(-1) as string) as BareResult;
      if ("cannot" in result) reject(new PeerCannot(result.cannot));
      else if (result.note) resolve({ value: result.stepsPerSecond, note: result.note });
      else resolve(result.stepsPerSecond);
    });
  });
}
