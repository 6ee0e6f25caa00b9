const bareNumber = /([:,[]\s*)(-?Infinity|NaN)(?=\s*[,}\]])/g;

/** JSON as Python writes it too, with a bare NaN and Infinity, which become their names. Undefined for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The mark that some programs begin a file of UTF-8 with.
    if (text.startsWith("\uFEFF")) return parseJson(text.slice(1));
    if (!/NaN|Infinity/.test(text)) return undefined;
    try {
      return JSON.parse(text.replace(bareNumber, '$1"$2"'));
    } catch {
      return undefined;
    }
  }
}

export const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A number, or one of the names that programs give to those that JSON has no way to write; undefined for all else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "string") return undefined;
  return namedNumbers.get(value.toLowerCase());
}

/** As Python, JavaScript, C and Microsoft's C write them. */
const namedNumbers: ReadonlyMap<string, number> = new Map([
  ...["nan", "+nan", "-nan", "nan(ind)", "-nan(ind)", "1.#qnan", "-1.#ind"].map(
    (name) => [name, Number.NaN] as const,
  ),
  ...["inf", "+inf", "infinity", "+infinity", "1.#inf"].map(
    (name) => [name, Number.POSITIVE_INFINITY] as const,
  ),
  ...["-inf", "-infinity", "-1.#inf"].map((name) => [name, Number.NEGATIVE_INFINITY] as const),
]);
