import type { z } from "zod";
import { GradiometerError } from "../contract/errors";

const issuesShown = 3;

/** Zod's issues as one sentence: `Invalid run config: steps: Too small: expected number to be >=1`. */
export function invalidInput(noun: string, error: z.ZodError): GradiometerError {
  const shown = error.issues
    .slice(0, issuesShown)
    .map(({ path, message }) => (path.length === 0 ? message : `${readablePath(path)}: ${message}`));
  const more = error.issues.length - shown.length;
  return new GradiometerError(
    "invalid",
    `Invalid ${noun}: ${shown.join("; ")}${more > 0 ? `; and ${more} more` : ""}`,
    { cause: error },
  );
}

/** Parses with a zod schema; what does not fit comes out as one GradiometerError. */
export function parseInput<Schema extends z.ZodType>(
  noun: string,
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw invalidInput(noun, parsed.error);
  return parsed.data;
}

/** `arms[1].name`; a key that is no plain word is quoted: `series["loss/critic"].step[3]`. */
function readablePath(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      const text = String(key);
      if (!/^\w+$/.test(text)) return `[${JSON.stringify(text)}]`;
      return index === 0 ? text : `.${text}`;
    })
    .join("");
}
