import type { z } from "zod";

type Schema = z.core.$ZodType;

/** What a config schema allows at one place: a group of settings, a number, a choice, ... */
export type Field =
  | { kind: "group"; fields: Map<string, Schema> }
  /** A group of which one key (`discriminator`) decides what the others are. */
  | { kind: "variants"; discriminator: string; variants: Map<string, Map<string, Schema>> }
  | { kind: "number" | "text" | "switch" | "other" };

/** Looks through defaults and optionals at what a schema is. */
export function fieldOf(schema: Schema): Field {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "default":
    case "prefault":
    case "optional":
    case "nonoptional":
    case "readonly":
      return fieldOf(def.innerType);
    case "object":
      return { kind: "group", fields: new Map(Object.entries(def.shape)) };
    case "union":
      return variantsOf(schema) ?? { kind: "other" };
    case "number":
      return { kind: "number" };
    case "string":
    case "enum":
    case "literal":
      return { kind: "text" };
    case "boolean":
      return { kind: "switch" };
    default:
      return { kind: "other" };
  }
}

function variantsOf(schema: Schema): Field | undefined {
  const { def } = (schema as z.core.$ZodDiscriminatedUnion)._zod;
  if (!def.discriminator) return undefined;
  const variants = new Map<string, Map<string, Schema>>();
  for (const option of def.options) {
    const field = fieldOf(option);
    if (field.kind !== "group") return undefined;
    const tag = field.fields.get(def.discriminator)?._zod.values?.values().next().value;
    variants.set(String(tag), field.fields);
  }
  return { kind: "variants", discriminator: def.discriminator, variants };
}
