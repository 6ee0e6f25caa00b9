import { type GuardActionName, type GuardedKind, Guardrail, kindsOf } from "../../../db/contract/guardrails";
import { guardrailFields } from "./config-fields";
import { typedValue } from "./typed-value";

/** A guardrail as it stands in the form. `values` holds only the parameters that were touched, as they were typed. */
export interface GuardrailDraft {
  /** Steady while rows move, for React and for focus. */
  key: string;
  on: GuardedKind;
  action: GuardActionName;
  values: Readonly<Record<string, string>>;
}

/** As many as a config holds. */
export const mostGuardrails = 12;

/** Reacts to the first kind for which `others` have no such reaction; its parameters are at their defaults. */
export function newGuardrail(
  key: string,
  action: GuardActionName,
  others: readonly GuardrailDraft[],
): GuardrailDraft {
  const kinds = kindsOf(action);
  const isFree = (kind: GuardedKind) => !others.some((one) => one.action === action && one.on === kind);
  return { key, on: kinds.find(isFree) ?? kinds[0] ?? "exploding", action, values: {} };
}

/** A stored one as if it had been typed. Keys by position: server and browser must render the same first form. */
export function draftGuardrail({ on, action, ...parameters }: Guardrail, index: number): GuardrailDraft {
  const values = Object.entries(parameters).map(([key, value]) => [key, String(value)]);
  return { key: `guardrail-${index}`, on, action, values: Object.fromEntries(values) };
}

/** Another action starts from its own defaults. */
export const withAction = (draft: GuardrailDraft, action: GuardActionName): GuardrailDraft => ({
  ...draft,
  action,
  values: {},
});

/** For the schema, which explains what is wrong with it. */
export function guardrailInput({ on, action, values }: GuardrailDraft): Record<string, unknown> {
  const parameters = guardrailFields(action).map((field) => [
    field.path,
    typedValue(field, values[field.path] ?? String(field.standard)),
  ]);
  return { on, action, ...Object.fromEntries(parameters) };
}

/** Those of which the schema takes every value. */
export const readableGuardrails = (drafts: readonly GuardrailDraft[]): Guardrail[] =>
  drafts.flatMap((draft) => Guardrail.safeParse(guardrailInput(draft)).data ?? []);
