import { unknownWord } from "../../../db/contract/closest";
import { refusalsOf } from "../../../db/contract/compatibility";
import { GradiometerError } from "../../../db/contract/errors";
import { explainIssues } from "../../../db/contract/explain-issues";
import { parseGuardrails } from "../../../db/contract/guardrail-text";
import { parseInterventions } from "../../../db/contract/intervention-text";
import type { RunConfig } from "../../../db/contract/run-config";
import { type WorkloadName, workloadConfigs, workloadNames } from "../../../db/contract/workloads";
import { fieldOf } from "./schema-fields";
import { schemaAt, settingsAt } from "./setting-paths";

type Group = Record<string, unknown>;

export function parseWorkload(name: string): WorkloadName {
  const known = workloadNames.find((workload) => workload === name);
  if (!known) throw new GradiometerError("invalid", unknownWord("workload", name, workloadNames));
  return known;
}

/**
 * A workload's config from `key=value` texts, typed by its schema; later ones win. What they leave unsaid is as in
 * `base`, or the workload's defaults.
 */
export function parseConfig(
  workload: WorkloadName,
  assignments: readonly string[],
  base?: RunConfig,
): RunConfig {
  const schema = workloadConfigs[workload];
  const defaults: Group = base ?? schema.parse({ workload });
  const input: Group = base ? structuredClone(base) : { workload };
  // A name decides which settings its group has, so names come before their siblings.
  const ordered = assignments.map(split).sort((a, b) => Number(isTag(b.path)) - Number(isTag(a.path)));
  for (const { path, text } of ordered) assign(workload, input, defaults, path, text);
  const parsed = schema.safeParse(input);
  if (!parsed.success)
    throw new GradiometerError(
      "invalid",
      explainIssues(parsed.error, input, (path) => settingsAt(schema, path.map(String), input)),
    );
  const [conflict] = refusalsOf(parsed.data);
  if (conflict) throw new GradiometerError("invalid", `${conflict}.`);
  return parsed.data;
}

function split(assignment: string): { path: string[]; text: string } {
  const at = assignment.indexOf("=");
  if (at < 1)
    throw new GradiometerError(
      "invalid",
      `Expected --set key=value, got "${assignment}"; for example --set steps=200.`,
    );
  return { path: assignment.slice(0, at).trim().split("."), text: assignment.slice(at + 1).trim() };
}

const isTag = (path: readonly string[]) => path.length > 1 && path.at(-1) === "name";

function assign(
  workload: WorkloadName,
  input: Group,
  defaults: Group,
  path: readonly string[],
  text: string,
): void {
  const schema = workloadConfigs[workload];
  const parents = path.slice(0, -1);
  const key = path.at(-1) ?? "";
  let group = input;
  let defaultGroup: Group | undefined = defaults;
  for (const [depth, parent] of parents.entries()) {
    checkKnown(workload, path.slice(0, depth + 1), input);
    const standard: unknown = defaultGroup?.[parent];
    defaultGroup = isGroup(standard) ? standard : undefined;
    // A group that is set in part keeps its other defaults, e.g. Adam's beta1 of this workload.
    if (!isGroup(group[parent])) group[parent] = { ...defaultGroup };
    group = group[parent] as Group;
  }
  if (isTag(path) && group[key] !== text) for (const other of Object.keys(group)) delete group[other];
  if (!isTag(path)) checkKnown(workload, path, input);
  group[key] = typed(schema, path, input, text);
}

function checkKnown(workload: WorkloadName, path: readonly string[], input: Group): void {
  const known = settingsAt(workloadConfigs[workload], path.slice(0, -1), input);
  const key = path.at(-1) ?? "";
  if (known.includes(key) && !(path.length === 1 && key === "workload")) return;
  const group = path.slice(0, -1).join(".");
  const noun = group ? `setting of ${group}` : `setting of ${workload}`;
  throw new GradiometerError(
    "invalid",
    known.length > 0
      ? unknownWord(
          noun,
          key,
          known.filter((name) => name !== "workload"),
        )
      : `${group} is a single value and has no setting "${key}"; use --set ${group}=value.`,
  );
}

/** The text as the value its setting holds; where it is not one, the schema says so. */
function typed(
  schema: (typeof workloadConfigs)[WorkloadName],
  path: readonly string[],
  input: Group,
  text: string,
): unknown {
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
