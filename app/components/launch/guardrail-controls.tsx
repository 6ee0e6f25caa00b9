"use client";

import {
  type GuardActionName,
  guardActionNames,
  guardedKinds,
  kindsOf,
} from "../../../db/contract/guardrails";
import { guardrailFields } from "./config-fields";
import { type GuardrailDraft, withAction } from "./guardrail-draft";
import { inlineControl } from "./intervention-token";
import { NumberControl, SelectControl } from "./setting-field";

interface GuardrailControlsProps {
  guardrail: GuardrailDraft;
  /** Which one it is, for people who hear it: "guardrail 1". */
  of: string;
  /** What is wrong with one of its parts: "on", "action" or a parameter. */
  errorAt: (part: string) => string | undefined;
  onChange: (guardrail: GuardrailDraft) => void;
}

/** "on [exploding] [retreat] severity [warning] rate factor [0.5] limit [3]", each in place. */
export function GuardrailControls({ guardrail, of, errorAt, onChange }: GuardrailControlsProps) {
  const { on, action, values } = guardrail;
  // Only what can go together is offered: there is no update to skip of a gradient that vanishes.
  const kinds = guardedKinds.filter((kind) => kindsOf(action).includes(kind));
  const actions = guardActionNames.filter((name) => kindsOf(name).includes(on));
  return (
    <>
      <span className="inline-flex items-center gap-1.5 text-muted">
        on
        <SelectControl
          aria-label={`What ${of} watches for`}
          aria-invalid={errorAt("on") !== undefined}
          className={inlineControl}
          value={on}
          onChange={(kind) => onChange({ ...guardrail, on: kind as GuardrailDraft["on"] })}
          options={kinds.map(asOption)}
        />
      </span>
      <SelectControl
        aria-label={`What ${of} does`}
        aria-invalid={errorAt("action") !== undefined}
        className={inlineControl}
        value={action}
        onChange={(name) => onChange(withAction(guardrail, name as GuardActionName))}
        options={actions.map(asOption)}
      />
      {guardrailFields(action).map((field) => {
        const control = {
          "aria-label": `${field.label} of ${of}`,
          "aria-invalid": errorAt(field.path) !== undefined,
          value: values[field.path] ?? String(field.standard),
          onChange: (text: string) => onChange({ ...guardrail, values: { ...values, [field.path]: text } }),
        };
        return (
          <span key={field.path} className="inline-flex items-center gap-1.5 text-muted" title={field.help}>
            {field.label.toLowerCase()}
            {field.kind === "choice" ? (
              <SelectControl {...control} className={inlineControl} options={field.options.map(asOption)} />
            ) : (
              <NumberControl
                {...control}
                integer={field.kind === "number" && field.integer}
                className={`${inlineControl} w-16`}
              />
            )}
          </span>
        );
      })}
    </>
  );
}

const asOption = (word: string) => ({ value: word, label: word });
