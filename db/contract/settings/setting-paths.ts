import type { z } from "zod";
import { fieldOf } from "./schema-fields";

type Schema = z.core.$ZodType;

/**
 * Names of the settings in the group at `path` ([] is the config itself); none where the path is a
 * single value. Where a name decides the settings (an optimizer's), the one in `input` does.
 */
export function settingsAt(schema: Schema, path: readonly string[], input: unknown): string[] {
  const at = fieldAt(schema, path, input);
  if (!at) return [];
  return [...fieldsIn(at.schema, at.input).keys()];
}

/** The schema of one setting; undefined where there is none of that name. */
export function schemaAt(schema: Schema, path: readonly string[], input: unknown): Schema | undefined {
  return fieldAt(schema, path, input)?.schema;
}

function fieldAt(schema: Schema, path: readonly string[], input: unknown) {
  let here = { schema, input };
  for (const key of path) {
    const next = fieldsIn(here.schema, here.input).get(key);
    if (!next) return undefined;
    here = { schema: next, input: isRecord(here.input) ? here.input[key] : undefined };
  }
  return here;
}

function fieldsIn(schema: Schema, input: unknown): Map<string, Schema> {
  const field = fieldOf(schema);
  if (field.kind === "group") return field.fields;
  if (field.kind !== "variants") return new Map();
  const tag = isRecord(input) ? String(input[field.discriminator]) : "";
  const chosen = field.variants.get(tag);
  if (chosen) return chosen;
  // No such variant: only the name itself can be set.
  return new Map(
    [...field.variants.values()]
      .flatMap((fields) => [...fields])
      .filter(([key]) => key === field.discriminator),
  );
}

/** Names of the variants of the group at `path` that have a setting which the chosen one lacks. */
export function variantsWith(schema: Schema, path: readonly string[], key: string, input: unknown): string[] {
  const at = fieldAt(schema, path, input);
  const field = at && fieldOf(at.schema);
  if (field?.kind !== "variants") return [];
  return [...field.variants].filter(([, fields]) => fields.has(key)).map(([name]) => name);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
