import { RunConfig, type RunConfigInput } from "../../../db/contract/run-config";
import type { Points } from "../../../trainer/probes/points";
import { train } from "../../../trainer/train";

/** Trains a config here and now: how it ended, a series as one value a step, and the pictures by step. */
export async function recordTraining(input: RunConfigInput) {
  const points: Points[] = [];
  const pictures = new Map<number, Uint8ClampedArray>();
  const end = await train({
    config: RunConfig.parse(input),
    signal: new AbortController().signal,
    emitter: {
      points: (_step, at) => void points.push(at),
      checkpoint: () => {},
      picture: (step, _name, { pixels }) => void pictures.set(step, pixels),
      log: () => {},
      breathe: async () => false,
    },
  });
  return { end, pictures, series: (name: string) => points.map((at) => at.get(name)) };
}
