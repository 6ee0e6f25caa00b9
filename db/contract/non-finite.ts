import { z } from "zod";

/**
 * A number as it travels in JSON. JSON and SQLite both turn NaN into null, so the three non-finite
 * values have names of their own, the ones JavaScript prints: "NaN", "Infinity", "-Infinity".
 */
export type EncodedNumber = number | "NaN" | "Infinity" | "-Infinity";

export function encodeNumber(value: number): EncodedNumber {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "Infinity" : "-Infinity";
}

export function decodeNumber(encoded: EncodedNumber): number {
  return typeof encoded === "number" ? encoded : Number(encoded);
}

/** Accepts any number, non-finite ones and their encodings included, and yields a number. */
export const AnyNumber = z.union(
  [
    z.number(),
    z.nan(),
    z.literal(Number.POSITIVE_INFINITY),
    z.literal(Number.NEGATIVE_INFINITY),
    z.enum(["NaN", "Infinity", "-Infinity"]).transform((encoded) => decodeNumber(encoded)),
  ],
  {
    error: ({ input }) =>
      `expected a number, "NaN", "Infinity" or "-Infinity", got ${JSON.stringify(input) ?? "nothing"}`,
  },
);
