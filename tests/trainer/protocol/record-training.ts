import { RunConfig, type RunConfigInput } from "../../../db/contract/run-config";
import type { NewGuardAction } from "../../../trainer/guardrails";
import type { Points } from "../../../trainer/probes/points";
import { draw } from "../../../trainer/samples/drawing";
import { train } from "../../../trainer/train";

/** Trains a config here and now: how it ended, a series as one value a step, and what happened on the way. */
export async function recordTraining(input: RunConfigInput) {
  /** By step; what a retreat takes back is replaced. */
  const points: Points[] = [];
  const retreats: number[] = [];
  const pictures = new Map<number, Uint8ClampedArray>();
  const actions: NewGuardAction[] = [];
  const pauses: { step: number; message: string }[] = [];
  const log: string[] = [];
  const end = await train({
    config: RunConfig.parse(input),
    signal: new AbortController().signal,
    emitter: {
      points: (step, at) => {
        points[step - 1] = at;
      },
      retreat: (toStep) => {
        points.length = toStep;
        retreats.push(toStep);
      },
      checkpoint: () => {},
      guardAction: (action) => void actions.push(action),
      pause: async (at) => void pauses.push(at),
      picture: (step, _name, drawing) => void pictures.set(step, draw(drawing).pixels),
      log: (_level, text) => void log.push(text),
      breathe: async () => false,
    },
  });
  const series = (name: string) => points.map((at) => at.get(name));
  return { end, pictures, log, actions, pauses, retreats, series };
}
