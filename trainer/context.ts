import { Probes } from "../db/contract/config/probes";
import type { DataSource } from "./data-source";
import { createProbePlan, type ProbePlan } from "./probes/plan";
import { createStopwatch, type Stopwatch } from "./probes/stopwatch";
import { type Random, randomStream } from "./random";
import { createRunState, type RunState } from "./state/state-registry";

/** What the parts of one training share: its seed, its state, its step and the watch on its probes. */
export interface TrainingContext {
  readonly seed: number;
  readonly totalSteps: number;
  /** The step being made, from 1; 0 before the first. The training loop sets it. */
  step: number;
  readonly stopwatch: Stopwatch;
  readonly probes: ProbePlan;
  readonly state: RunState;
  /** What the run trains on; its workload says. */
  data: DataSource | undefined;
  /** Says something in the run's log. The training loop sets where it goes. */
  note: (text: string) => void;
  /** The run's random stream of that name, the same one at every call, part of the run's state. */
  random(name: string): Random;
  /** Multiplies the learning rate of every network, or of those it knows, from now on: schedules, guardrails. */
  scaleRates(factor: (network: string) => number): void;
  /** Lets a guardrail refuse updates, from now on. */
  guardUpdates(allows: (network: string, gradientNorm: number) => boolean): void;
  /** Asked between a gradient and its update: whether every guardrail allows it. */
  mayUpdate(network: string, gradientNorm: number): boolean;
  /** Product of all such factors at the step being made; 1 without any. */
  rateFactor(network: string): number;
}

export function createContext(config: {
  seed: number;
  steps: number;
  probes?: Probes;
  sampleEvery?: number;
}): TrainingContext {
  const { seed, steps } = config;
  const state = createRunState();
  const streams = new Map<string, Random>();
  const factors: ((network: string) => number)[] = [];
  const gates: ((network: string, gradientNorm: number) => boolean)[] = [];
  const context: TrainingContext = {
    seed,
    totalSteps: steps,
    step: 0,
    stopwatch: createStopwatch(),
    probes: createProbePlan({ ...config, probes: config.probes ?? Probes.parse({}) }, () => context.step),
    state,
    data: undefined,
    note: () => {},
    random(name) {
      const known = streams.get(name);
      if (known) return known;
      const stream = randomStream(seed, name);
      streams.set(name, stream);
      state.value(`random/${name}`, stream.save, stream.restore);
      return stream;
    },
    guardUpdates: (allows) => void gates.push(allows),
    mayUpdate: (network, gradientNorm) => gates.every((allows) => allows(network, gradientNorm)),
    scaleRates: (factor) => void factors.push(factor),
    rateFactor: (network) => factors.reduce((product, factor) => product * factor(network), 1),
  };
  return context;
}
