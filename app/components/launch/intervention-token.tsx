"use client";

import { X } from "lucide-react";
import { interventions } from "../../../db/contract/interventions";
import { interventionFields } from "./config-fields";
import type { InterventionDraft } from "./draft";
import { NumberControl } from "./setting-field";

export const tokenLook =
  "inline-flex max-w-full flex-wrap items-center gap-x-2 gap-y-1 rounded-md bg-surface py-1 pr-1 pl-2 text-13";
/** Of a control among the words of a line. */
export const inlineControl = "h-[26px]! px-1.5! text-13!";

/** One stabilizer with its parameters in place. */
export function InterventionToken({
  intervention,
  errorAt,
  onChange,
  onRemove,
}: {
  intervention: InterventionDraft;
  errorAt: (parameter: string) => string | undefined;
  onChange: (intervention: InterventionDraft) => void;
  onRemove: () => void;
}) {
  const { name, values } = intervention;
  return (
    <span className={tokenLook}>
      <span title={interventions[name].summary}>{name}</span>
      {interventionFields(name).map((field) => (
        <span key={field.path} className="inline-flex items-center gap-1.5 text-muted" title={field.help}>
          {field.label.toLowerCase()}
          <NumberControl
            aria-label={`${field.label} of ${name}`}
            aria-invalid={errorAt(field.path) !== undefined}
            integer={field.integer}
            className={`${inlineControl} w-16`}
            value={values[field.path] ?? String(field.standard)}
            onChange={(text) => onChange({ ...intervention, values: { ...values, [field.path]: text } })}
          />
        </span>
      ))}
      <button
        type="button"
        onClick={onRemove}
        aria-label={`Remove ${name}`}
        title={`Remove ${name}`}
        className="grid size-[26px] place-items-center rounded-sm text-muted hover:bg-hover hover:text-text"
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}
