import { expect, test } from "vitest";
import type { z } from "zod";
import { BuiltInConfig } from "../../db/contract/run-config";
import { fieldOf } from "../../db/contract/settings/schema-fields";
import { type BuiltInName, builtInNames } from "../../db/contract/workloads";
import { parseConfig } from "../../server/cli/settings/parse-config";

/** A setting, and the names that others must have for it to be one: `generatorSchedule.name=step`. */
interface Setting {
  path: string;
  schema: z.core.$ZodType;
  given: readonly string[];
}

/** All settings of a config, those of every variant of its groups too. */
function settingsOf(schema: z.core.$ZodType, path: string, given: readonly string[]): Setting[] {
  const field = fieldOf(schema);
  const under = (key: string) => (path ? `${path}.${key}` : key);
  if (field.kind === "group")
    return [...field.fields].flatMap(([key, inner]) => settingsOf(inner, under(key), given));
  if (field.kind !== "variants") return [{ path, schema, given }];
  return [...field.variants].flatMap(([name, fields]) =>
    [...fields]
      .filter(([key]) => key !== field.discriminator)
      .flatMap(([key, inner]) =>
        settingsOf(inner, under(key), [...given, `${under(field.discriminator)}=${name}`]),
      ),
  );
}

const wrong: Record<string, readonly string[]> = {
  // No 32-bit number holds the last two.
  number: ["many", "", "NaN", "1e300", "-1e300"],
  switch: ["maybe", "1"],
};

function refusal(workload: BuiltInName, assignments: readonly string[]): string {
  try {
    parseConfig(workload, assignments);
    return "accepted";
  } catch (error) {
    return (error as Error).message;
  }
}

test.each(builtInNames)("every setting of %s is refused by its path, with what is allowed", (workload) => {
  const config = BuiltInConfig.options.find(({ shape }) => shape.workload.value === workload)!;
  const settings = settingsOf(config, "", []).filter(({ path }) => path !== "workload");
  expect(settings.length).toBeGreaterThan(30);
  for (const { path, schema, given } of settings) {
    const last = path.split(".").at(-1)!;
    if (last.length > 3)
      expect(refusal(workload, [...given, `${path.slice(0, -1)}~=1`])).toContain("did you mean");
    for (const text of wrong[fieldOf(schema).kind] ?? [])
      expect(refusal(workload, [...given, `${path}=${text}`])).toMatch(
        new RegExp(`^${path.replaceAll(".", "\\.")}: expected .*, got `),
      );
  }
});
