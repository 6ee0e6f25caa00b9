import { PeerCannot, type PeerValue } from "./benchmark";
import { lastJson, runBenchProcess } from "./run-process";

/** What a bare training process prints: its speed, or why stock TensorFlow.js cannot train that. */
export type BareResult = { stepsPerSecond: number; note?: string } | { cannot: string };

/** Trains the same model on stock TensorFlow.js in a process of its own: this bundle with `bare <workload>`. */
export async function trainBare(workload: string, penalty = false): Promise<PeerValue> {
  const output = await runBenchProcess(["bare", workload, ...(penalty ? ["penalty"] : [])]);
  const result = lastJson<BareResult>(output);
  if ("cannot" in result) throw new PeerCannot(result.cannot);
  return result.note ? { value: result.stepsPerSecond, note: result.note } : result.stepsPerSecond;
}
