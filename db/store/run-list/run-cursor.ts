import { GradiometerError } from "../../contract/errors";
import type { Sql } from "./filter-sql";

/** Where a run stands in an order: by its value, then the latest created first. */
export interface Place {
  value: unknown;
  createdAt: number;
  rowid: number;
}

/** The condition for what comes after it. */
export function afterCursor(cursor: string, descending: boolean): Sql {
  const [value, createdAt, rowid] = placeOf(cursor);
  const later = "(createdAt, rowid) < (?, ?)";
  if (value === null) return { text: `value IS NULL AND ${later}`, parameters: [createdAt, rowid] };
  return {
    text: `(value IS NULL OR value ${descending ? "<" : ">"} ? OR (value = ? AND ${later}))`,
    parameters: [value, value, createdAt, rowid],
  };
}

/** JSON has no infinity, but reads one from a number that is too large. */
export const cursorOf = ({ value, createdAt, rowid }: Place): string => {
  const text = value === Infinity ? "9e999" : value === -Infinity ? "-9e999" : JSON.stringify(value);
  return Buffer.from(`[${text},${createdAt},${rowid}]`).toString("base64url");
};

function placeOf(cursor: string): [value: number | string | null, createdAt: number, rowid: number] {
  try {
    const place = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(place) && place.length === 3 && place.every(isPart)) return place as never;
  } catch {
    // Told below.
  }
  throw new GradiometerError(
    "invalid",
    `Expected the nextCursor of the page before, got "${cursor.slice(0, 40)}"; leave it out to read the first page`,
  );
}

const isPart = (part: unknown) => part === null || typeof part === "number" || typeof part === "string";
