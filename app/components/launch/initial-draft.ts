import { withSettings } from "../../../db/contract/arm-settings";
import { parseArmText } from "../../../db/contract/arm-text";
import type { Intervention } from "../../../db/contract/interventions";
import type { RunDetail } from "../../../db/contract/read-models";
import type { RunConfig } from "../../../db/contract/run-config";
import type { WorkloadName } from "../../../db/contract/workloads";
import { fewestDecidingPairs } from "./detectable";
import { type ArmDraft, type Draft, draftIntervention, valuesOf } from "./draft";
import { draftGuardrail } from "./guardrail-draft";
import { type Preset, presets } from "./presets";

export type LaunchMode = "compare" | "run";

/** The form as it is first met: a comparison that tells something, ready to be started. */
export function initialDraft(workload: WorkloadName, presetId = ""): Draft {
  const own = presets.filter((preset) => preset.workload === workload);
  const preset = own.find((one) => one.id === presetId) ?? own[0];
  return {
    workload,
    values: {},
    guardrails: [],
    firstSeed: "0",
    ...(preset ? presetDraft(preset) : { arms: [armDraft([], 0)], seeds: "6", question: "" }),
  };
}

export function presetDraft(preset: Preset): Pick<Draft, "arms" | "seeds" | "question"> {
  return {
    arms: preset.arms.map(armDraft),
    // As few seeds as can declare a winner at all.
    seeds: String(fewestDecidingPairs(preset.arms.length - 1)),
    question: preset.question,
  };
}

/** A run's config as the start: of the same run again, or of a comparison that includes it. */
export function draftFromRun({ config }: { config: RunConfig }, mode: LaunchMode): Draft {
  const sets =
    mode === "run" || config.interventions.length === 0 ? [config.interventions] : [[], config.interventions];
  return {
    workload: config.workload,
    values: valuesOf(config),
    arms: sets.map(armDraft),
    guardrails: config.guardrails.map(draftGuardrail),
    seeds: "6",
    firstSeed: mode === "run" ? String(config.seed) : "0",
    question: "",
  };
}

/**
 * A run's own arm against the one that tests a hypothesis about it, such as "wgan-gp:coefficient=1+batchSize=64". A single
 * run takes that arm as its own.
 */
export function draftOfTest(run: { config: RunConfig }, test: string, mode: LaunchMode): Draft {
  const draft = draftFromRun(run, mode);
  const { config } = run;
  const { interventions, guardrails, settings } = parseArmText(test);
  if (mode === "run")
    return {
      ...draft,
      values: valuesOf(withSettings(config, settings)),
      arms: [armDraft(interventions, 0)],
      guardrails: [...config.guardrails, ...guardrails].map(draftGuardrail),
    };
  return {
    ...draft,
    arms: [
      armDraft(config.interventions, 0),
      {
        ...armDraft(interventions, 1),
        guardrails: guardrails.map(draftGuardrail),
        settings: settings.join(" ") || null,
      },
    ],
    seeds: String(fewestDecidingPairs(1)),
  };
}

/** What a run is forked from: its parent, and the step of the checkpoint. */
export interface ForkOrigin {
  run: Pick<RunDetail, "id" | "name"> & { config: RunConfig };
  step: number;
}

/** The parent's own settings; more steps where the checkpoint is that of its last one. */
export function draftOfFork({ run, step }: ForkOrigin): Draft {
  const draft = draftFromRun(run, "run");
  return run.config.steps > step ? draft : { ...draft, values: { ...draft.values, steps: String(2 * step) } };
}

/** Keys by position: the server and the browser must render the same first form. */
function armDraft(set: readonly Intervention[], index: number): ArmDraft {
  return {
    key: `arm-${index}`,
    name: "",
    interventions: set.map(({ name, ...parameters }) => draftIntervention(name, parameters)),
    guardrails: [],
    settings: null,
  };
}
