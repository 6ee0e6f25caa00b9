import { z } from "zod";
import { largestFloat } from "../../../db/contract/config/float";
import { type GuardActionName, Guardrail } from "../../../db/contract/guardrails";
import { Intervention, type InterventionName } from "../../../db/contract/interventions";
import { type WorkloadName, workloadConfigs } from "../../../db/contract/workloads";

/** A form is read off the schema that validates it, so a new setting appears without a new line here. */
export interface NumberField {
  kind: "number";
  path: string;
  label: string;
  help: string;
  integer: boolean;
  /** `1 to 100`, `above 0`; empty where anything goes. */
  range: string;
  standard: number;
}

export interface ChoiceField {
  kind: "choice";
  path: string;
  label: string;
  help: string;
  options: readonly string[];
  standard: string;
}

export interface TextField {
  kind: "text";
  path: string;
  label: string;
  help: string;
  standard: string;
}

/** A setting with one value. */
export type SingleField = NumberField | ChoiceField | TextField;

/** One of several forms, told apart by `name`: an optimizer with its own parameters. */
export interface VariantField {
  kind: "variant";
  path: string;
  label: string;
  help: string;
  variants: readonly { name: string; fields: readonly SingleField[] }[];
  standard: Readonly<Record<string, string | number>>;
}

export type Field = SingleField | VariantField;
export type FieldGroup = { title: string; fields: readonly Field[] };

interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: string[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  default?: unknown;
  description?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
}

/** Settings that the page asks for elsewhere: in the workload cards, the arms, the guardrails and the seeds. */
const askedElsewhere = new Set(["workload", "seed", "interventions", "guardrails"]);

const groups: readonly { title: string; has: (path: string) => boolean }[] = [
  {
    title: "Training",
    has: (path) => ["steps", "batchSize", "onNonFinite", "sampleEvery"].includes(path),
  },
  { title: "Optimization", has: (path) => /^objective$|optimizer|schedule|updates$/i.test(path) },
  { title: "Model and data", has: () => true },
];

/** Where the schema's own order (what all workloads share first) is not the order of importance. */
const order = ["steps", "batchSize", "sampleEvery", "onNonFinite"];

export function configFields(workload: WorkloadName): FieldGroup[] {
  const properties = propertiesOf(workloadConfigs[workload]);
  const fields = Object.entries(properties)
    .filter(([key, schema]) => !askedElsewhere.has(key) && (isOneControl(schema) || schema.oneOf))
    .map(([key, schema]) => fieldOf(key, schema));
  const groupOf = (field: Field) => groups.find((group) => group.has(field.path))?.title;
  const flat = groups.map(({ title }) => ({
    title,
    fields: inOrder(fields.filter((field) => groupOf(field) === title)),
  }));
  return [...flat, ...nestedGroups(properties)].filter((group) => group.fields.length > 0);
}

/** Settings that stand together in the config stand together on the page; lists are for the command line. */
function nestedGroups(properties: Record<string, JsonSchema>): FieldGroup[] {
  return Object.entries(properties)
    .filter(([, schema]) => schema.type === "object")
    .map(([key, { properties: inner = {}, default: standards }]) => ({
      title: labelOf(key),
      fields: Object.entries(inner)
        .filter(([, schema]) => isOneControl(schema))
        .map(([name, schema]) =>
          fieldOf(`${key}.${name}`, { default: (standards as Record<string, unknown>)?.[name], ...schema }),
        ),
    }));
}

const isOneControl = ({ type, enum: options }: JsonSchema): boolean =>
  options !== undefined || ["number", "integer", "boolean", "string"].includes(type ?? "");

function inOrder(fields: readonly Field[]): Field[] {
  const rank = ({ path }: Field) => (order.includes(path) ? order.indexOf(path) : order.length);
  return [...fields].sort((a, b) => rank(a) - rank(b));
}

/** The parameters of one intervention; paths are the bare parameter names. */
export function interventionFields(name: InterventionName): NumberField[] {
  const form = Intervention.options.find((option) => option.shape.name.value === name);
  if (!form) return [];
  return Object.entries(propertiesOf(form))
    .map(([key, schema]) => fieldOf(key, schema))
    .filter(isNumber);
}

/** The parameters of a guardrail with an action; paths are the bare parameter names. */
export function guardrailFields(action: GuardActionName): SingleField[] {
  const form = Guardrail.options.find(({ shape }) => shape.action.value === action);
  return form ? singleFields(propertiesOf(form), "") : [];
}

/** `discriminatorUpdates` -> `Discriminator updates`. */
export function labelOf(key: string): string {
  const words = key.replace(/([A-Z0-9]+)/g, (word) => ` ${word.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const labels: Record<string, string> = {
  onNonFinite: "When the loss is not finite",
  sampleEvery: "Samples every",
  sigma: "Sigma",
  "probes.every": "Costly probes every",
  "checkpoints.every": "Save every",
  "batchGrowth.every": "Grow every",
  "curriculum.steps": "Full difficulty at step",
  "curriculum.start": "Difficulty at the start",
};

function propertiesOf(schema: z.ZodType): Record<string, JsonSchema> {
  return (z.toJSONSchema(schema, { io: "input" }) as JsonSchema).properties ?? {};
}

function fieldOf(path: string, schema: JsonSchema): Field {
  const label = labels[path] ?? labelOf(path.split(".").at(-1) ?? path);
  const description = schema.description ?? "";
  // A description that only repeats the label says nothing.
  const shared = { path, label, help: description === label ? "" : description };
  if (schema.oneOf)
    return {
      ...shared,
      kind: "variant",
      variants: schema.oneOf.map((variant) => ({
        name: String(variant.properties?.name?.const),
        fields: singleFields(variant.properties ?? {}, `${path}.`),
      })),
      standard: schema.default as Record<string, string | number>,
    };
  const options = schema.type === "boolean" ? ["false", "true"] : schema.enum;
  if (options) return { ...shared, kind: "choice", options, standard: String(schema.default) };
  if (schema.type === "string") return { ...shared, kind: "text", standard: String(schema.default) };
  return {
    ...shared,
    kind: "number",
    integer: schema.type === "integer",
    range: rangeOf(schema),
    standard: Number(schema.default),
  };
}

/** All that have a default: a variant's name has none. */
function singleFields(properties: Record<string, JsonSchema>, prefix: string): SingleField[] {
  return Object.entries(properties)
    .filter(([, schema]) => isOneControl(schema) && schema.default !== undefined)
    .map(([key, schema]) => fieldOf(`${prefix}${key}`, schema) as SingleField);
}

function isNumber(field: Field): field is NumberField {
  return field.kind === "number" && Number.isFinite(field.standard);
}

function rangeOf(schema: JsonSchema): string {
  const { exclusiveMinimum, exclusiveMaximum } = schema;
  // What a 32-bit number holds is no bound that anybody types up to.
  const minimum = schema.minimum === -largestFloat ? undefined : schema.minimum;
  const maximum = schema.maximum === largestFloat ? undefined : schema.maximum;
  const low = minimum ?? exclusiveMinimum;
  const high = maximum ?? exclusiveMaximum;
  if (low === undefined && high === undefined) return "";
  if (high === undefined) return minimum === undefined ? `above ${low}` : `${low} or more`;
  const upTo = maximum === undefined ? `below ${high}` : String(high);
  if (low === undefined) return `up to ${upTo}`;
  return minimum === undefined ? `above ${low}, up to ${upTo}` : `${low} to ${upTo}`;
}
