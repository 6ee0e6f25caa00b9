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
  return namedNumbers[value.toLowerCase()];
}

const namedNumbers: Record<string, number> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  "+inf": Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  "+infinity": Number.POSITIVE_INFINITY,
  "-infinity": Number.NEGATIVE_INFINITY,
};
