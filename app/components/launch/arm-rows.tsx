"use client";

import { ArrowUp, Copy, X } from "lucide-react";
import type { WorkloadName } from "../../../db/contract/workloads";
import { ArmDot } from "../ui/arm-dot";
import { MenuItem } from "../ui/menu";
import { AddMenu } from "./add-menu";
import { ArmBody, ArmErrors, explainIntervention } from "./arm-body";
import { type ArmDraft, applicableInterventions, armNames, draftIntervention } from "./draft";
import { IconButton } from "./icon-button";
import { newRowKey } from "./row-key";

interface ArmRowsProps {
  arms: readonly ArmDraft[];
  workload: WorkloadName;
  errors: Readonly<Record<string, string>>;
  onChange: (arms: readonly ArmDraft[]) => void;
}

const mostArms = 12;

/** Arms in order; the first is the control that the others are compared with. */
export function ArmRows({ arms, workload, errors, onChange }: ArmRowsProps) {
  const names = armNames(arms);
  const replace = (index: number, arm: ArmDraft) =>
    onChange(arms.map((one, at) => (at === index ? arm : one)));
  const add = (arm: Omit<ArmDraft, "key">) => onChange([...arms, { ...arm, key: newRowKey() }]);
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex flex-col gap-2">
        {arms.map((arm, index) => (
          <li
            key={arm.key}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center rounded-md border md:grid-cols-[minmax(160px,240px)_minmax(0,1fr)_auto]"
          >
            <ArmHead
              arm={arm}
              index={index}
              name={names[index] ?? ""}
              onChange={(next) => replace(index, next)}
              onCopy={arms.length < mostArms ? () => add({ ...arm, name: "" }) : undefined}
              onRemove={arms.length > 1 ? () => onChange(arms.filter((_, at) => at !== index)) : undefined}
              onPromote={
                index > 0 ? () => onChange([arm, ...arms.filter((_, at) => at !== index)]) : undefined
              }
            />
            <ArmBody
              arm={arm}
              index={index}
              workload={workload}
              errors={errors}
              onChange={(next) => replace(index, next)}
            />
            <ArmErrors index={index} errors={errors} />
          </li>
        ))}
      </ul>
      {arms.length < mostArms && (
        <AddMenu label="Add arm">
          <MenuItem
            description="The workload as it is, without a stabilizer"
            onSelect={() => add({ name: "", interventions: [], guardrails: [], settings: null })}
          >
            none
          </MenuItem>
          {applicableInterventions(workload).map((name) => (
            <MenuItem
              key={name}
              description={explainIntervention(name)}
              onSelect={() =>
                add({ name: "", interventions: [draftIntervention(name)], guardrails: [], settings: null })
              }
            >
              {name}
            </MenuItem>
          ))}
        </AddMenu>
      )}
      {errors.arms && (
        <p className="text-12 text-critical" role="alert">
          {errors.arms}
        </p>
      )}
    </div>
  );
}

function ArmHead({
  arm,
  index,
  name,
  onChange,
  onCopy,
  onRemove,
  onPromote,
}: {
  arm: ArmDraft;
  index: number;
  name: string;
  onChange: (arm: ArmDraft) => void;
  onCopy?: () => void;
  onRemove?: () => void;
  onPromote?: () => void;
}) {
  return (
    <>
      <div className="flex min-w-0 items-center gap-2 py-1 pl-3">
        <ArmDot position={index} />
        <input
          aria-label={`Name of arm ${index + 1}`}
          className="h-7 min-w-0 flex-1 rounded-sm border border-transparent bg-transparent px-1 font-medium text-ellipsis placeholder:text-text hover:border-strong-line focus:border-strong-line focus:placeholder:text-muted"
          placeholder={name}
          title={arm.name || name}
          value={arm.name}
          maxLength={160}
          onChange={(event) => onChange({ ...arm, name: event.target.value })}
        />
      </div>
      <div className="flex items-center justify-end py-1 pr-1 md:order-last">
        {index === 0 && <span className="px-1 text-12 text-muted">control</span>}
        {onPromote && (
          <IconButton label={`Make ${name} the control`} onClick={onPromote}>
            <ArrowUp size={14} aria-hidden />
          </IconButton>
        )}
        {onCopy && (
          <IconButton label={`Copy arm ${name}`} onClick={onCopy}>
            <Copy size={14} aria-hidden />
          </IconButton>
        )}
        {onRemove && (
          <IconButton label={`Remove arm ${name}`} onClick={onRemove}>
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </div>
    </>
  );
}
