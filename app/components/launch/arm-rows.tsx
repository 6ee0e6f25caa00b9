"use client";

import { ArrowUp, Copy, Plus, X } from "lucide-react";
import { type InterventionName, interventions } from "../../../db/contract/interventions";
import type { WorkloadName } from "../../../db/contract/workloads";
import { ArmDot } from "../ui/arm-dot";
import { Button } from "../ui/button";
import { Menu, MenuItem } from "../ui/menu";
import { type ArmDraft, applicableInterventions, armNames, draftIntervention } from "./draft";
import { InterventionToken } from "./intervention-token";
import { TextControl } from "./setting-field";

interface ArmRowsProps {
  arms: readonly ArmDraft[];
  workload: WorkloadName;
  errors: Readonly<Record<string, string>>;
  onChange: (arms: readonly ArmDraft[]) => void;
}

const mostArms = 12;
let lastKey = 0;
export const newArmKey = () => `new-${++lastKey}`;

/** Arms in order; the first is the control that the others are compared with. */
export function ArmRows({ arms, workload, errors, onChange }: ArmRowsProps) {
  const names = armNames(arms);
  const replace = (index: number, arm: ArmDraft) =>
    onChange(arms.map((one, at) => (at === index ? arm : one)));
  const add = (arm: Omit<ArmDraft, "key">) => onChange([...arms, { ...arm, key: newArmKey() }]);
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
        <div>
          <Menu
            align="start"
            trigger={
              <Button>
                <Plus size={14} aria-hidden />
                Add arm
              </Button>
            }
          >
            <MenuItem
              description="The workload as it is, without a stabilizer"
              onSelect={() => add({ name: "", interventions: [] })}
            >
              none
            </MenuItem>
            {applicableInterventions(workload).map((name) => (
              <MenuItem
                key={name}
                description={explain(name)}
                onSelect={() => add({ name: "", interventions: [draftIntervention(name)] })}
              >
                {name}
              </MenuItem>
            ))}
          </Menu>
        </div>
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
          maxLength={80}
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

/** The stabilizers of one arm as tokens, and a list to add from. */
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
      {arm.interventions.length === 0 && <span className="text-13 text-muted">No stabilizer</span>}
      {arm.guardrails !== undefined && (
        <GuardrailToken
          index={index}
          text={arm.guardrails}
          wrong={errors[`arms.${index}.guardrails`] !== undefined}
          onChange={(guardrails) => onChange({ ...arm, guardrails })}
        />
      )}
      {(offered.length > 0 || arm.guardrails === undefined) && (
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
              description={explain(name)}
              onSelect={() =>
                onChange({ ...arm, interventions: [...arm.interventions, draftIntervention(name)] })
              }
            >
              {name}
            </MenuItem>
          ))}
          {arm.guardrails === undefined && (
            <MenuItem
              description="A reaction to what the detectors find, in this arm alone: pause, retreat, skip-step or stop"
              onSelect={() => onChange({ ...arm, guardrails: "exploding:retreat" })}
            >
              guardrail
            </MenuItem>
          )}
        </Menu>
      )}
    </div>
  );
}

/** The guardrails of one arm, as text in the words of the command line. */
function GuardrailToken({
  index,
  text,
  wrong,
  onChange,
}: {
  index: number;
  text: string;
  wrong: boolean;
  onChange: (text: string | undefined) => void;
}) {
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-2 gap-y-1 rounded-md bg-surface py-1 pr-1 pl-2 text-13">
      <span title="What it watches for, what it does, its parameters; + joins rules: exploding:retreat:rateFactor=0.5+non-finite:skip-step">
        guardrails
      </span>
      <TextControl
        aria-label={`Guardrails of arm ${index + 1}`}
        aria-invalid={wrong}
        className="h-[26px]! w-56 max-w-full px-1.5! text-13!"
        value={text}
        onChange={onChange}
      />
      <IconButton label={`Remove the guardrails of arm ${index + 1}`} onClick={() => onChange(undefined)}>
        <X size={12} aria-hidden />
      </IconButton>
    </span>
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

const explain = (name: InterventionName) => `${interventions[name].summary} (${interventions[name].source})`;

function IconButton({
  label,
  onClick,
  children,
}: {
  label: string;
  onClick: () => void;
  children: React.ReactNode;
}) {
  return (
    <Button variant="quiet" size="small-icon" aria-label={label} title={label} onClick={onClick}>
      {children}
    </Button>
  );
}
