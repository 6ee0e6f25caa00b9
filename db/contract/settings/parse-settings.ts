import type { z } from "zod";
import { unknownWord } from "../closest";
import { GradiometerError } from "../errors";
import { explainIssues } from "../explain-issues";
import { parseGuardrails } from "../guardrail-text";
import { parseInterventions } from "../intervention-text";
import { fieldOf } from "./schema-fields";
import { schemaAt, settingsAt, variantsWith } from "./setting-paths";

type Group = Record<string, unknown>;

export interface SettingsContext {
  /** Whose settings they are, in messages. */
  of: string;
  /** Keys that hold already and cannot be set. */
  fixed: Group;
  /** Values in the place of the schema's own defaults. */
  defaults?: Group;
  /** Names to suggest besides the schema's own. */
  also?: readonly string[];
}

/** Settings from `key=value` texts, typed by their schema. One that is given twice, as two things, is refused. */
export function parseSettings<Schema extends z.ZodType>(
  schema: Schema,
  context: SettingsContext,
  assignments: readonly string[],
): z.infer<Schema> {
  const input: Group = { ...context.defaults, ...context.fixed };
  const standard = schema.safeParse(input);
  const defaults = standard.success && isGroup(standard.data) ? standard.data : {};
  // A name decides which settings its group has, so names come before their siblings.
  const ordered = assignments
    .map(splitAssignment)
    .sort((a, b) => Number(isTag(b.path)) - Number(isTag(a.path)));
  refuseTwoValues(ordered);
  for (const { path, text } of ordered) assign(schema, context, input, defaults, path, text);
  const parsed = schema.safeParse(input);
  if (!parsed.success)
    throw new GradiometerError(
      "invalid",
      explainIssues(parsed.error, input, (path) =>
        settingsAt(schema, path.map(String), input).filter(
          (name) => path.length > 0 || !(name in context.fixed),
        ),
      ),
    );
  return parsed.data;
}

/** `optimizer.learningRate=1e-2` as its path and its text. */
export function splitAssignment(assignment: string): { path: string[]; text: string } {
  const at = assignment.indexOf("=");
  if (at < 1)
    throw new GradiometerError(
      "invalid",
      `Expected --set key=value, got "${assignment}"; for example --set steps=200.`,
    );
  return { path: assignment.slice(0, at).trim().split("."), text: assignment.slice(at + 1).trim() };
}

function refuseTwoValues(assignments: readonly { path: string[]; text: string }[]): void {
  const given = new Map<string, string>();
  for (const { path, text } of assignments) {
    const key = path.join(".");
    const before = given.get(key);
    if (before !== undefined && before !== text)
      throw new GradiometerError(
        "invalid",
        `${key} is set twice, to ${before} and to ${text}: keep one of them.`,
      );
    given.set(key, text);
  }
}

const isTag = (path: readonly string[]) => path.length > 1 && path.at(-1) === "name";

function assign(
  schema: z.ZodType,
  context: SettingsContext,
  input: Group,
  defaults: Group,
  path: readonly string[],
  text: string,
): void {
  const parents = path.slice(0, -1);
  const key = path.at(-1) ?? "";
  let group = input;
  let defaultGroup: Group | undefined = defaults;
  for (const [depth, parent] of parents.entries()) {
    checkKnown(schema, context, path.slice(0, depth + 1), input);
    const standard: unknown = defaultGroup?.[parent];
    defaultGroup = isGroup(standard) ? standard : undefined;
    // A group that is set in part keeps its other defaults, e.g. Adam's beta1 of this workload. Its own copy, so
    // that a default is never changed.
    group[parent] = { ...(isGroup(group[parent]) ? (group[parent] as Group) : defaultGroup) };
    group = group[parent] as Group;
  }
  if (isTag(path) && group[key] !== text) for (const other of Object.keys(group)) delete group[other];
  if (!isTag(path)) checkKnown(schema, context, path, input);
  group[key] = typed(schema, path, input, text);
}

function checkKnown(
  schema: z.ZodType,
  { of, fixed, also = [] }: SettingsContext,
  path: readonly string[],
  input: Group,
): void {
  const known = settingsAt(schema, path.slice(0, -1), input);
  const key = path.at(-1) ?? "";
  if (known.includes(key) && !(path.length === 1 && key in fixed)) return;
  const group = path.slice(0, -1).join(".");
  const owners = variantsWith(schema, path.slice(0, -1), key, input);
  if (owners.length > 0)
    throw new GradiometerError(
      "invalid",
      `${group}.${key} is a setting of ${group}.name=${owners.join(" and ")}; set that name as well.`,
    );
  const options = group ? known : [...also, ...known.filter((name) => !(name in fixed))];
  throw new GradiometerError(
    "invalid",
    options.length > 0 || !group
      ? unknownWord(`setting of ${group || of}`, key, options)
      : `${group} is a single value and has no setting "${key}"; use --set ${group}=value.`,
  );
}

/** The text as the value its setting holds; where it is not one, the schema says so. */
function typed(schema: z.ZodType, path: readonly string[], input: Group, text: string): unknown {
  if (path.length === 1 && path[0] === "interventions") return parseInterventions(text);
  if (path.length === 1 && path[0] === "guardrails") return parseGuardrails(text);
  const known = schemaAt(schema, path, input);
  const kind = known ? fieldOf(known).kind : "other";
  if (kind === "group" || kind === "variants")
    throw new GradiometerError(
      "invalid",
      `${path.join(".")} is a group of settings; set one of them, for example --set ${path.join(".")}.${settingsAt(schema, path, input).at(-1) ?? "name"}=...`,
    );
  if (kind === "number") return text !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
  if (kind === "switch") return text === "true" ? true : text === "false" ? false : text;
  return text;
}

const isGroup = (value: unknown): value is Group =>
  typeof value === "object" && value !== null && !Array.isArray(value);
