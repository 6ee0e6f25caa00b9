"use client";

import { Plus, X } from "lucide-react";
import { type InterventionName, interventions } from "../../../db/contract/interventions";
import type { WorkloadName } from "../../../db/contract/workloads";
import { Button } from "../ui/button";
import { Menu, MenuItem } from "../ui/menu";
import { type ArmDraft, applicableInterventions, draftIntervention } from "./draft";
import { GuardrailControls } from "./guardrail-controls";
import { mostGuardrails, newGuardrail } from "./guardrail-draft";
import { IconButton } from "./icon-button";
import { InterventionToken, tokenLook } from "./intervention-token";
import { newRowKey } from "./row-key";
import { SettingsToken } from "./settings-token";

/** The stabilizers and the own guardrails of one arm as tokens, and a list to add from. */
export function ArmBody({
  arm,
  index,
  workload,
  errors,
  onChange,
}: {
  arm: ArmDraft;
  index: number;
  workload: WorkloadName;
  errors: Readonly<Record<string, string>>;
  onChange: (arm: ArmDraft) => void;
}) {
  const offered = applicableInterventions(workload, arm.interventions);
  return (
    <div className="col-span-2 flex min-h-[34px] flex-wrap items-center gap-2 px-3 pb-2 md:col-span-1 md:py-1.5">
      {arm.interventions.map((intervention, at) => (
        <InterventionToken
          key={intervention.name}
          intervention={intervention}
          errorAt={(parameter) => errors[`arms.${index}.interventions.${at}.${parameter}`]}
          onChange={(next) =>
            onChange({ ...arm, interventions: arm.interventions.map((one, i) => (i === at ? next : one)) })
          }
          onRemove={() => onChange({ ...arm, interventions: arm.interventions.filter((_, i) => i !== at) })}
        />
      ))}
      {arm.interventions.length === 0 && arm.settings === null && (
        <span className="text-13 text-muted">No stabilizer</span>
      )}
      {arm.settings !== null && (
        <SettingsToken
          of={`arm ${index + 1}`}
          workload={workload}
          text={arm.settings}
          error={errors[`arms.${index}.settings`]}
          onChange={(settings) => onChange({ ...arm, settings })}
        />
      )}
      {arm.guardrails.map((guardrail, at) => (
        <span key={guardrail.key} className={tokenLook}>
          <GuardrailControls
            guardrail={guardrail}
            of={`guardrail ${at + 1} of arm ${index + 1}`}
            errorAt={(parameter) => errors[`arms.${index}.guardrails.${at}.${parameter}`]}
            onChange={(next) =>
              onChange({ ...arm, guardrails: arm.guardrails.map((one, i) => (i === at ? next : one)) })
            }
          />
          <IconButton
            label={`Remove guardrail ${at + 1} of arm ${index + 1}`}
            onClick={() => onChange({ ...arm, guardrails: arm.guardrails.filter((_, i) => i !== at) })}
          >
            <X size={12} aria-hidden />
          </IconButton>
        </span>
      ))}
      {(offered.length > 0 || arm.settings === null || arm.guardrails.length < mostGuardrails) && (
        <Menu
          align="start"
          trigger={
            <Button size="small" variant="quiet" aria-label={`Add a stabilizer to arm ${index + 1}`}>
              <Plus size={14} aria-hidden />
              {arm.interventions.length === 0 ? "Add stabilizer" : "and"}
            </Button>
          }
        >
          {offered.map((name) => (
            <MenuItem
              key={name}
              description={explainIntervention(name)}
              onSelect={() =>
                onChange({ ...arm, interventions: [...arm.interventions, draftIntervention(name)] })
              }
            >
              {name}
            </MenuItem>
          ))}
          {arm.settings === null && (
            <MenuItem
              description="Another learning rate, batch size or initialization, in this arm alone"
              onSelect={() => onChange({ ...arm, settings: "" })}
            >
              setting
            </MenuItem>
          )}
          {arm.guardrails.length < mostGuardrails && (
            <MenuItem
              description="A reaction to what the detectors find, in this arm alone: pause, retreat, skip-step or stop"
              onSelect={() =>
                onChange({
                  ...arm,
                  guardrails: [...arm.guardrails, newGuardrail(newRowKey(), "retreat", arm.guardrails)],
                })
              }
            >
              guardrail
            </MenuItem>
          )}
        </Menu>
      )}
    </div>
  );
}

/** What is wrong with this arm as a whole and with each of its parameters. */
export function ArmErrors({ index, errors }: { index: number; errors: Readonly<Record<string, string>> }) {
  const mine = Object.entries(errors).filter(([path]) => path.startsWith(`arms.${index}.`));
  if (mine.length === 0) return null;
  return (
    <div className="col-span-full px-3 pb-2 text-12 text-critical md:order-last" role="alert">
      {mine.map(([path, sentence]) => (
        <p key={path}>
          {path.split(".").length > 4 && <span className="font-mono">{path.split(".").at(-1)}: </span>}
          {sentence}
        </p>
      ))}
    </div>
  );
}

export const explainIntervention = (name: InterventionName) =>
  `${interventions[name].summary} (${interventions[name].source})`;
