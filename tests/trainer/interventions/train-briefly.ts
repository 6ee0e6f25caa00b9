import { parseInterventions } from "../../../db/contract/intervention-text";
import type { InterventionName } from "../../../db/contract/interventions";
import { RunConfig, type RunConfigInput } from "../../../db/contract/run-config";
import { createContext } from "../../../trainer/context";
import type { StateSnapshot } from "../../../trainer/state/state-registry";
import { createWorkload } from "../../../trainer/workloads";

export interface BriefRun {
  /** A series, one value for each step. */
  series(name: string): number[];
  /** What the run kept after its last step. */
  state: StateSnapshot;
  weights(network: string): Float32Array;
}

const made = new Map<string, BriefRun>();

/** Interventions that were trained with so far. */
export const trained = new Set<InterventionName>();

/** Trains `input` with interventions as one writes them on a command line, and keeps everything; each only once. */
export function trainBriefly(input: RunConfigInput, interventions: string): BriefRun {
  const key = JSON.stringify([input, interventions]);
  const run = made.get(key) ?? train(input, interventions);
  made.set(key, run);
  return run;
}

function train(input: RunConfigInput, interventions: string): BriefRun {
  const config = RunConfig.parse({ ...input, interventions: parseInterventions(interventions) });
  for (const { name } of config.interventions) trained.add(name);
  const context = createContext(config);
  const workload = createWorkload(config, context);
  const points = Array.from({ length: config.steps }, (_, index) => {
    const atStep = new Map<string, number>();
    context.step = index + 1;
    workload.step(atStep);
    return atStep;
  });
  const state = context.state.snapshot();
  return {
    state,
    series: (name) => points.map((atStep) => atStep.get(name)!),
    weights: (network) => state.arrays.get(`${network}/weights`) as Float32Array,
  };
}

/** An MLP in float64, from weights as a run keeps them: a second computation, for slopes by differences. */
export function mlp(weights: Float32Array, sizes: readonly number[], slope: number) {
  return (input: readonly number[]): number[] => {
    let start = 0;
    let layer = [...input];
    for (let index = 1; index < sizes.length; index += 1) {
      const [inputs, units] = [sizes[index - 1]!, sizes[index]!];
      const bias = start + inputs * units;
      const isLast = index === sizes.length - 1;
      layer = Array.from({ length: units }, (_, unit) => {
        let sum = weights[bias + unit]!;
        for (let from = 0; from < inputs; from += 1)
          sum += layer[from]! * weights[start + from * units + unit]!;
        return isLast || sum > 0 ? sum : slope * sum;
      });
      start = bias + units;
    }
    return layer;
  };
}

/** Norm of the gradient of a function of the plane, by central differences. */
export function slopeAt(
  score: (point: readonly number[]) => number,
  [x, y]: readonly [number, number],
): number {
  const step = 1e-6;
  const byX = (score([x + step, y]) - score([x - step, y])) / (2 * step);
  const byY = (score([x, y + step]) - score([x, y - step])) / (2 * step);
  return Math.hypot(byX, byY);
}

/** Largest singular value of a matrix [rows, columns], by a thousand power iterations. */
export function largestSingularValue(matrix: Float32Array, rows: number, columns: number): number {
  let right = Array.from({ length: columns }, (_, index) => 1 + 0.1 * index);
  let sigma = 0;
  for (let iteration = 0; iteration < 1000; iteration += 1) {
    const left = Array.from({ length: rows }, (_, row) =>
      right.reduce((sum, value, column) => sum + matrix[row * columns + column]! * value, 0),
    );
    const next = right.map((_, column) =>
      left.reduce((sum, value, row) => sum + matrix[row * columns + column]! * value, 0),
    );
    const norm = Math.hypot(...next);
    sigma = Math.sqrt(norm / Math.hypot(...right));
    right = next.map((value) => value / norm);
  }
  return sigma;
}

export const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
