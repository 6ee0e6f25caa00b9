import type { z } from "zod";
import { closest, unknownWord } from "./closest";

type Issue = z.core.$ZodIssue;

/**
 * One clear sentence for each thing a schema refused: what was expected and what arrived.
 * `input` is the value that was parsed; `knownKeys` names the keys allowed
 * at a path, for a suggestion.
 */
export function explainIssues(
  error: { issues: readonly Issue[] },
  input: unknown,
  knownKeys?: (path: readonly PropertyKey[]) => readonly string[],
): string {
  // Of two bounds that one value breaks, the later is the schema's own; the first is what any whole number must be.
  const issues = error.issues.filter(
    ({ code, path }, index) =>
      code !== "too_big" ||
      !error.issues.slice(index + 1).some((other) => other.code === code && samePath(other.path, path)),
  );
  const sentences = issues.map((issue) => explainIssue(issue, input, knownKeys));
  return [...new Set(sentences)].join(" ");
}

export function explainIssue(
  issue: Issue,
  input: unknown,
  knownKeys?: (path: readonly PropertyKey[]) => readonly string[],
): string {
  const where = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const options = knownKeys?.(issue.path) ?? [];
    const prefix = where ? `${where}.` : "";
    return issue.keys
      .map((key) =>
        options.length > 0
          ? unknownWord("setting", key, options).replace(`"${key}"`, `"${prefix}${key}"`)
          : `Unknown setting "${prefix}${key}".`,
      )
      .join(" ");
  }
  const subject = where || "input";
  const arrived = describe(valueAt(input, issue.path));
  const expected = expectation(issue);
  // A schema's own message is a sentence of its own, or goes on behind the path.
  if (!expected)
    return ending(/^expected /.test(issue.message) ? `${subject}: ${issue.message}` : issue.message);
  const value = valueAt(input, issue.path);
  const near = typeof value === "string" ? closest(value, optionsOf(issue)) : undefined;
  return `${subject}: expected ${expected}, got ${arrived}${near ? `; did you mean "${near}"?` : "."}`;
}

const samePath = (a: readonly PropertyKey[], b: readonly PropertyKey[]) => a.join(".") === b.join(".");

/** The words among which the value should have been; empty where it is no matter of words. */
function optionsOf(issue: Issue): string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  if (issue.code === "invalid_union" && "options" in issue && Array.isArray(issue.options))
    return issue.options.map(String);
  return [];
}

/** What was expected, in words; undefined where the schema's author wrote a message of their own. */
function expectation(issue: Issue): string | undefined {
  if (!zodWrote(issue.message)) return undefined;
  switch (issue.code) {
    case "invalid_type":
      return typeNames[issue.expected] ?? issue.expected;
    case "too_small":
      return `${amountOf(issue.origin)}${issue.inclusive ? "at least" : "more than"} ${issue.minimum}${unitOf(issue.origin)}`;
    case "too_big":
      return `${amountOf(issue.origin)}${issue.inclusive ? "at most" : "less than"} ${issue.maximum}${unitOf(issue.origin)}`;
    case "invalid_value":
      return oneOf(issue.values.map(String));
    case "invalid_union": {
      if ("options" in issue && Array.isArray(issue.options)) return oneOf(issue.options.map(String));
      const inner = issue.errors.flat().map(expectation);
      return [...new Set(inner.filter(Boolean))].join(" or ") || "another value";
    }
    case "not_multiple_of":
      return `a multiple of ${issue.divisor}`;
    case "invalid_format":
      return `text in the form of ${issue.format}`;
    default:
      return undefined;
  }
}

const typeNames: Record<string, string> = {
  int: "a whole number",
  number: "a number",
  string: "text",
  boolean: "true or false",
  array: "a list",
  object: "a group of settings",
};

const oneOf = (values: readonly string[]) => {
  const [only] = values;
  return values.length === 1 ? `"${only}"` : `one of ${values.join(", ")}`;
};

const amountOf = (origin: string) => (origin === "number" || origin === "int" ? "a number of " : "");
const unitOf = (origin: string) =>
  origin === "string" ? " characters" : origin === "array" ? " entries" : "";

const zodWrote = (message: string) =>
  /^(Too (small|big)|Invalid (input|option|discriminator|string|number|key|element|base64))/.test(message);

const ending = (message: string) => (/[.!?]$/.test(message) ? message : `${message}.`);

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return `"${value.length > 60 ? `${value.slice(0, 57)}...` : value}"`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "a group of settings";
  return String(value);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}
