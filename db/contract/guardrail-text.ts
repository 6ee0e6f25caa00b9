import { unknownWord } from "./closest";
import { GradiometerError } from "./errors";
import { explainIssues } from "./explain-issues";
import {
  type GuardAction,
  type GuardActionName,
  Guardrail,
  guardActionNames,
  guardedKinds,
} from "./guardrails";

/**
 * Guardrails as one word on a command line, e.g. `exploding:retreat:rateFactor=0.5+non-finite:skip-step`: what it
 * watches for, what it does, then its parameters; `+` joins rules, `none` is no rule. `guardrailText` writes it.
 */
export function parseGuardrails(text: string): Guardrail[] {
  if (text.trim() === "none" || text.trim() === "") return [];
  // A "+" before a letter joins; one in a number (1e+3) does not.
  return text.split(/\+(?=\s*[a-z])/i).map((part) => parseGuardrail(part.trim()));
}

export function guardrailText(rules: readonly Guardrail[]): string {
  if (rules.length === 0) return "none";
  return rules
    .map(({ on, action, ...parameters }) =>
      [on, action, ...Object.entries(parameters).map(([key, value]) => `${key}=${value}`)].join(":"),
    )
    .join("+");
}

/** For the log: "Guardrail exploding:retreat at step 40: ..." */
export const guardActionText = ({
  on,
  action,
  step,
  series,
  reason,
  outcome,
}: Omit<GuardAction, "wallTimeMs">) =>
  `Guardrail on ${on}, ${action} at step ${step}: ${series}: ${reason}. ${outcome}`;

function parseGuardrail(text: string): Guardrail {
  const [on = "", action = "", ...assignments] = text.split(":");
  if (!guardedKinds.some((kind) => kind === on))
    throw new GradiometerError("invalid", unknownWord("kind of episode", on, guardedKinds));
  if (!isAction(action))
    throw new GradiometerError(
      "invalid",
      action === ""
        ? `Expected ${on}:action, got "${text}"; actions are ${guardActionNames.join(", ")}.`
        : unknownWord("action of a guardrail", action, guardActionNames),
    );
  const input: Record<string, unknown> = { on, action };
  for (const assignment of assignments) {
    const [, key, value] = /^([^=]+)=(.+)$/.exec(assignment) ?? [];
    if (!key || !value)
      throw new GradiometerError(
        "invalid",
        `Expected ${on}:${action}:parameter=value, got "${text}"; its parameters are ${parametersOf(action).join(", ")}.`,
      );
    if (Object.hasOwn(input, key))
      throw new GradiometerError("invalid", `"${text}" sets ${key} twice; keep one.`);
    input[key] = Number.isNaN(Number(value)) ? value : Number(value);
  }
  const parsed = Guardrail.safeParse(input);
  if (parsed.success) return parsed.data;
  const reason = explainIssues(parsed.error, input, () => parametersOf(action));
  throw new GradiometerError("invalid", `Guardrail ${on}:${action}: ${reason}`);
}

const isAction = (word: string): word is GuardActionName => guardActionNames.some((known) => known === word);

const parametersOf = (action: GuardActionName): string[] =>
  Object.keys(Guardrail.parse({ on: "exploding", action })).filter((key) => key !== "on" && key !== "action");
