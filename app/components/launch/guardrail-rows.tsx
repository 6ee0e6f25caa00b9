"use client";

import { X } from "lucide-react";
import { guardActionNames, guardActions } from "../../../db/contract/guardrails";
import { MenuItem } from "../ui/menu";
import { AddMenu } from "./add-menu";
import { GuardrailControls } from "./guardrail-controls";
import { type GuardrailDraft, mostGuardrails, newGuardrail } from "./guardrail-draft";
import { IconButton } from "./icon-button";
import { newRowKey } from "./row-key";

/** Guardrails in the order in which they are asked: what each watches for, what it then does, and how. */
export function GuardrailRows({
  guardrails,
  errors,
  onChange,
}: {
  guardrails: readonly GuardrailDraft[];
  errors: Readonly<Record<string, string>>;
  onChange: (guardrails: readonly GuardrailDraft[]) => void;
}) {
  return (
    <div className="flex flex-col gap-2">
      {guardrails.length > 0 && (
        <ol className="flex flex-col gap-2">
          {guardrails.map((guardrail, index) => (
            <li
              key={guardrail.key}
              aria-label={`Guardrail ${index + 1}`}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center rounded-md border py-1"
            >
              <div className="flex min-h-[34px] flex-wrap items-center gap-x-3 gap-y-1 pl-3 text-13">
                <GuardrailControls
                  guardrail={guardrail}
                  of={`guardrail ${index + 1}`}
                  errorAt={(part) => errors[`guardrails.${index}.${part}`]}
                  onChange={(next) => onChange(guardrails.map((one, at) => (at === index ? next : one)))}
                />
              </div>
              <div className="self-start px-1 pt-1">
                <IconButton
                  label={`Remove guardrail ${index + 1}`}
                  onClick={() => onChange(guardrails.filter((_, at) => at !== index))}
                >
                  <X size={14} aria-hidden />
                </IconButton>
              </div>
              <p className="col-span-full px-3 pt-0.5 pb-1 text-12 text-muted">
                {guardActions[guardrail.action]}
              </p>
              <GuardrailErrors index={index} errors={errors} />
            </li>
          ))}
        </ol>
      )}
      {guardrails.length < mostGuardrails && (
        <AddMenu label="Add guardrail">
          {guardActionNames.map((action) => (
            <MenuItem
              key={action}
              description={guardActions[action]}
              onSelect={() => onChange([...guardrails, newGuardrail(newRowKey(), action, guardrails)])}
            >
              {action}
            </MenuItem>
          ))}
        </AddMenu>
      )}
    </div>
  );
}

/** What is wrong with this row as a whole and with each of its parameters. */
function GuardrailErrors({ index, errors }: { index: number; errors: Readonly<Record<string, string>> }) {
  const row = `guardrails.${index}`;
  const mine = Object.entries(errors).filter(([path]) => path === row || path.startsWith(`${row}.`));
  if (mine.length === 0) return null;
  return (
    <div className="col-span-full px-3 pb-1 text-12 text-critical" role="alert">
      {mine.map(([path, sentence]) => (
        <p key={path}>
          {path !== row && <span className="font-mono">{path.slice(row.length + 1)}: </span>}
          {sentence}
        </p>
      ))}
    </div>
  );
}
