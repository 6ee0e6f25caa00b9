import type { ArmInput } from "./experiment";
import { parseGuardrails } from "./guardrail-text";
import { guardedKinds } from "./guardrails";
import { parseInterventions } from "./intervention-text";

/** What an arm changes of the base config, without its name. */
export type ArmChange = Pick<ArmInput, "interventions" | "guardrails" | "settings">;

/**
 * An arm as one word, joined by "+", in any order: what begins with a kind of episode is a guardrail (`exploding:retreat`), what
 * has "=" before any ":" a setting (`optimizer.learningRate=0.01`), all else a stabilizer. `armExpression` writes it.
 */
export function parseArmText(text: string): ArmChange {
  // A "+" before a letter joins; one in a number (1e+3) does not.
  const parts = text.split(/\+(?=\s*[a-z])/i).map((part) => part.trim());
  const isGuardrail = (part: string) => guardedKinds.some((kind) => part.split(":")[0] === kind);
  const isSetting = (part: string) => /^[\w.]+\s*=/.test(part);
  const stabilizers = parts.filter((part) => !isGuardrail(part) && !isSetting(part));
  return {
    interventions: stabilizers.length === 0 ? [] : parseInterventions(stabilizers.join("+")),
    guardrails: parseGuardrails(parts.filter(isGuardrail).join("+")),
    settings: parts.filter(isSetting),
  };
}
