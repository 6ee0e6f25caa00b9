import { unknownWord } from "./closest";
import { GradiometerError } from "./errors";
import { explainIssues } from "./explain-issues";
import { Intervention, interventionNames } from "./interventions";

/**
 * Interventions as one word on a command line, e.g. `clip-global-norm:maxNorm=0.5+wgan-gp`:
 * `+` joins interventions, `:` starts a parameter, `none` is the empty set. `armExpression` writes it.
 */
export function parseInterventions(text: string): Intervention[] {
  if (text.trim() === "none" || text.trim() === "") return [];
  // A "+" before a letter joins; one in a number (1e+3) does not.
  const parts = text.split(/\+(?=\s*[a-z])/i).map((part) => part.trim());
  if (parts.includes("none"))
    throw new GradiometerError(
      "invalid",
      `"none" is the empty set and joins nothing, got "${text}"; leave it out.`,
    );
  return parts.map(parseIntervention);
}

function parseIntervention(text: string): Intervention {
  const [name = "", ...assignments] = text.split(":");
  if (!interventionNames.some((known) => known === name))
    throw new GradiometerError("invalid", unknownWord("intervention", name, ["none", ...interventionNames]));
  const input: Record<string, unknown> = { name };
  for (const assignment of assignments) {
    const [, key, value] = /^([^=]+)=(.+)$/.exec(assignment) ?? [];
    if (!key || !value)
      throw new GradiometerError(
        "invalid",
        `Expected ${name}:parameter=value, got "${text}"; its parameters are ${parametersOf(name).join(", ")}.`,
      );
    if (Object.hasOwn(input, key))
      throw new GradiometerError("invalid", `"${text}" sets ${key} twice; keep one.`);
    input[key] = Number.isNaN(Number(value)) ? value : Number(value);
  }
  const parsed = Intervention.safeParse(input);
  if (parsed.success) return parsed.data;
  const reason = explainIssues(parsed.error, input, () => parametersOf(name));
  throw new GradiometerError("invalid", `Intervention ${name}: ${reason}`);
}

const parametersOf = (name: string): string[] =>
  Object.keys(Intervention.parse({ name })).filter((key) => key !== "name");
