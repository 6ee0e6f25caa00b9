import { refusalsOf, warningsOf } from "../../../db/contract/compatibility";
import { type ArmInput, armNameOf, CreateExperiment, configOfArm } from "../../../db/contract/experiment";
import { explainIssue } from "../../../db/contract/explain-issues";
import { guardrailText } from "../../../db/contract/guardrail-text";
import type { Guardrail } from "../../../db/contract/guardrails";
import { Intervention, type InterventionName, interventionNames } from "../../../db/contract/interventions";
import type { RunConfig } from "../../../db/contract/run-config";
import { type WorkloadName, workloadConfigs } from "../../../db/contract/workloads";
import { configFields, interventionFields, type SingleField, type VariantField } from "./config-fields";
import { type GuardrailDraft, guardrailInput, readableGuardrails } from "./guardrail-draft";
import { numberOf, typedValue } from "./typed-value";

/**
 * What stands in the form, as it was typed. `values` holds only what was touched, by path
 * ("generatorOptimizer.learningRate"); all else is the schema's default.
 */
export interface Draft {
  workload: WorkloadName;
  values: Record<string, string>;
  arms: readonly ArmDraft[];
  /** Of every arm, before its own. */
  guardrails: readonly GuardrailDraft[];
  seeds: string;
  firstSeed: string;
  question: string;
}

export interface ArmDraft {
  /** Steady while rows move, for React and for focus. */
  key: string;
  /** Empty: named after its interventions. */
  name: string;
  interventions: readonly InterventionDraft[];
  /** Those of this arm alone. */
  guardrails: readonly GuardrailDraft[];
  /** Settings that differ from the form's, as typed: "optimizer.learningRate=0.01 batchSize=16"; null where none is asked for. */
  settings: string | null;
}

export interface InterventionDraft {
  name: InterventionName;
  values: Record<string, string>;
}

export interface CheckedDraft {
  /** The whole comparison, or null while something is wrong. */
  experiment: CreateExperiment | null;
  /** One run: base config, first arm, first seed. */
  run: RunConfig | null;
  /** One sentence a field, by path: "steps", "arms.1.interventions.0.maxNorm", "seeds". */
  errors: Readonly<Record<string, string>>;
  /** What can be trained and hardly does what one expects, with the arm's name where there are several. */
  warnings: readonly string[];
}

/** The text that stands in a field: what was typed, or the default. */
export function textAt(draft: Pick<Draft, "values">, field: SingleField, variant?: VariantField) {
  const typed = draft.values[field.path];
  if (typed !== undefined) return typed;
  if (!variant || variantName(draft, variant) !== variant.standard.name) return String(field.standard);
  const own = variant.standard[field.path.slice(variant.path.length + 1)];
  return String(own ?? field.standard);
}

export function variantName(draft: Pick<Draft, "values">, field: VariantField): string {
  return draft.values[`${field.path}.name`] ?? String(field.standard.name);
}

/** Choosing another optimizer drops the parameters typed for the last one. */
export function withValue(
  values: Record<string, string>,
  path: string,
  text: string,
): Record<string, string> {
  if (!path.endsWith(".name")) return { ...values, [path]: text };
  const prefix = path.slice(0, -"name".length);
  const kept = Object.entries(values).filter(([key]) => !key.startsWith(prefix));
  return { ...Object.fromEntries(kept), [path]: text };
}

export function checkDraft(draft: Draft): CheckedDraft {
  const arms = draft.arms.map(armInput);
  const names = armNames(draft.arms);
  const input = {
    ...(draft.question.trim() ? { question: draft.question } : {}),
    config: { ...configInput(draft), guardrails: draft.guardrails.map(guardrailInput) },
    arms: arms.map((interventions, index) => ({
      name: names[index],
      interventions,
      guardrails: draft.arms[index]?.guardrails.map(guardrailInput),
      settings: settingsOf(draft.arms[index]),
    })),
    seeds: numberOf(draft.seeds),
    firstSeed: numberOf(draft.firstSeed),
  };
  const parsed = CreateExperiment.safeParse(input);
  const errors: Record<string, string> = {};
  for (const issue of parsed.error?.issues ?? []) {
    const path = issue.path[0] === "config" ? issue.path.slice(1) : issue.path;
    errors[path.join(".")] ??= atField(explainIssue(issue, input));
  }
  const experiment = Object.keys(errors).length > 0 ? null : (parsed.data ?? null);
  const first = experiment?.arms[0];
  const run = experiment && first && { ...configOfArm(experiment.config, first), seed: experiment.firstSeed };
  return { experiment, run: run || null, errors, warnings: experiment ? experimentWarnings(experiment) : [] };
}

function experimentWarnings({ config, arms }: CreateExperiment): string[] {
  return arms.flatMap(({ name, ...arm }) =>
    warningsOf(configOfArm(config, arm)).map((reason) =>
      arms.length > 1 ? `${name}: ${reason}.` : `${reason}.`,
    ),
  );
}

/**
 * Names as typed, else after the interventions; parameters are added where two would read the same, and
 * a number where even those are equal: comparing an arm with itself is a fair test of the comparison.
 */
export function armNames(arms: readonly ArmDraft[]): string[] {
  const sets = arms.map(armInput);
  const rules = arms.map(({ guardrails }) => readableGuardrails(guardrails));
  const plain = sets.map((set, index) =>
    armNameOf(set as ArmInput["interventions"], rules[index], settingsOf(arms[index])),
  );
  const own = arms.map((arm, index) => {
    const shared = plain.some((name, other) => other !== index && name === plain[index]);
    return (
      arm.name.trim() ||
      (shared ? spelledOut(sets[index] ?? [], rules[index] ?? [], settingsOf(arm)) : (plain[index] ?? "none"))
    );
  });
  return own.map((name, index) => {
    if (arms[index]?.name.trim()) return name;
    const before = own.slice(0, index).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

const settingsOf = (arm: ArmDraft | undefined): string[] =>
  arm?.settings?.split(/[\s,]+/).filter((word) => word !== "") ?? [];

function spelledOut(
  set: readonly Record<string, unknown>[],
  rules: readonly Guardrail[],
  settings: readonly string[],
): string {
  const parts = set.map(({ name, ...parameters }) =>
    [name, ...Object.values(parameters).map(String)].join(" "),
  );
  if (rules.length > 0) parts.push(guardrailText(rules).replaceAll("+", " + "));
  parts.push(...settings);
  return parts.length === 0 ? "none" : parts.join(" + ");
}

/** The interventions that can act on a workload, those the arm already has left out. */
export function applicableInterventions(
  workload: WorkloadName,
  taken: readonly InterventionDraft[] = [],
): InterventionName[] {
  return interventionNames.filter(
    (name) =>
      !taken.some((one) => one.name === name) &&
      refusalsOf({ workload, interventions: [Intervention.parse({ name })] }).length === 0,
  );
}

export function draftIntervention(name: InterventionName, parameters: object = {}): InterventionDraft {
  const values = Object.entries(parameters)
    .filter(([key]) => key !== "name")
    .map(([key, value]) => [key, String(value)]);
  return { name, values: Object.fromEntries(values) };
}

/** What differs from the defaults of a stored config, as if it had been typed. */
export function valuesOf(config: RunConfig): Record<string, string> {
  const values: Record<string, string> = {};
  const defaults: Record<string, unknown> = workloadConfigs[config.workload].parse({
    workload: config.workload,
  });
  for (const [key, value] of Object.entries(config)) {
    if (key === "workload" || key === "seed" || key === "interventions" || key === "guardrails") continue;
    if (typeof value !== "object") {
      if (value !== defaults[key]) values[key] = String(value);
    } else if (JSON.stringify(value) !== JSON.stringify(defaults[key]))
      for (const [inner, setting] of Object.entries(value)) values[`${key}.${inner}`] = String(setting);
  }
  return values;
}

function configInput(draft: Draft): Record<string, unknown> {
  const input: Record<string, unknown> = { workload: draft.workload };
  for (const field of configFields(draft.workload).flatMap((group) => group.fields)) {
    if (field.kind !== "variant") setAt(input, field.path, typedValue(field, textAt(draft, field)));
    else {
      const name = variantName(draft, field);
      const fields = field.variants.find((variant) => variant.name === name)?.fields ?? [];
      const parameters = fields.map((one) => [
        one.path.slice(field.path.length + 1),
        typedValue(one, textAt(draft, one, field)),
      ]);
      input[field.path] = { name, ...Object.fromEntries(parameters) };
    }
  }
  return input;
}

/** `protocol.warmup` is a setting in a group of settings. */
function setAt(input: Record<string, unknown>, path: string, value: unknown): void {
  const [group, key] = path.split(".") as [string, string | undefined];
  if (key === undefined) input[group] = value;
  else input[group] = { ...(input[group] as Record<string, unknown> | undefined), [key]: value };
}

function armInput(arm: ArmDraft): Record<string, unknown>[] {
  return arm.interventions.map(({ name, values }) => {
    const parameters = interventionFields(name).map((field) => [
      field.path,
      numberOf(values[field.path] ?? String(field.standard)),
    ]);
    return { name, ...Object.fromEntries(parameters) };
  });
}

/** "steps: expected a whole number, got \"x\"." -> "Expected a whole number, got \"x\"." */
function atField(sentence: string): string {
  const said = sentence.replace(/^[\w.]+: /, "").replace(', got "".', ", but the field is empty.");
  return said.charAt(0).toUpperCase() + said.slice(1);
}
