import { type Probes, probePresets } from "../../db/contract/config/probes";
import { type ProbeDeclaration, type ProbeName, probes } from "./registry";

/** Which probes a run has, and when. */
export interface ProbePlan {
  /**
   * Whether the probe measures at the step being made. One that measures when samples are drawn is asked then only.
   * What a probe remembers between steps it must take in whether it is due or not, or the steps of a resumed run
   * would depend on the preset.
   */
  isDue(name: ProbeName): boolean;
}

/** A function of the step alone, so that a resumed run measures at the steps at which it would have anyway. */
export function createProbePlan(
  config: { steps: number; probes: Probes; sampleEvery?: number },
  currentStep: () => number,
): ProbePlan {
  const { steps, sampleEvery = 0 } = config;
  const { preset, every } = config.probes;
  const cadences = new Map<string, ProbeDeclaration["every"]>();
  for (const probe of probes)
    if (probePresets.indexOf(probe.preset) <= probePresets.indexOf(preset))
      cadences.set(probe.name, probe.every);

  const isMarked = (step: number) => step === 1 || step === steps;
  return {
    isDue(name) {
      const cadence = cadences.get(name);
      const step = currentStep();
      if (cadence === undefined) return false;
      if (cadence === "step" || cadence === "sample" || isMarked(step)) return true;
      if (cadence === "period") return step % every === 0;
      // Samples are drawn at their own steps, which need not be multiples of k: has one been passed since the last?
      return Math.floor(step / every) > Math.floor((step - sampleEvery) / every);
    },
  };
}
