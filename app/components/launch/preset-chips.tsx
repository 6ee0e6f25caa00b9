"use client";

import type { WorkloadName } from "../../../db/contract/workloads";
import { Chip } from "../ui/chip";
import type { Draft } from "./draft";
import { presetDraft } from "./initial-draft";
import { type Preset, presets } from "./presets";

/** Ready-made sets of arms for a workload. */
export function PresetChips({
  workload,
  arms,
  onChoose,
}: {
  workload: WorkloadName;
  arms: Draft["arms"];
  onChoose: (preset: Preset) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would name a group of fields, these are shortcuts.
    <div className="flex flex-wrap items-center gap-1.5" role="group" aria-label="Ready-made comparisons">
      {presets
        .filter((preset) => preset.workload === workload)
        .map((preset) => (
          <span key={preset.id} title={preset.summary}>
            <Chip pressed={sameArms(arms, presetDraft(preset).arms)} onClick={() => onChoose(preset)}>
              {preset.title}
            </Chip>
          </span>
        ))}
    </div>
  );
}

function sameArms(a: Draft["arms"], b: Draft["arms"]): boolean {
  const text = (arms: Draft["arms"]) =>
    JSON.stringify(arms.map(({ interventions, guardrails }) => [interventions, guardrails]));
  return text(a) === text(b);
}
