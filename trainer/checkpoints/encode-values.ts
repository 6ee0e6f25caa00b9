import { encodeNumber } from "../../db/contract/non-finite";
import type { StateValue } from "../state/state-registry";

/**
 * A value as JSON keeps it. JSON has no NaN, no infinities and no -0, so these go by their names (the contract's), and
 * every real text gets a quote before it: what begins with no quote is a number's name.
 */
export type EncodedValue =
  | number
  | string
  | boolean
  | null
  | EncodedValue[]
  | { [key: string]: EncodedValue };

export function encodeValue(value: StateValue): EncodedValue {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : encodeNumber(value);
  if (typeof value === "string") return `'${value}`;
  if (Array.isArray(value)) return value.map(encodeValue);
  if (typeof value === "object" && value !== null) return mapFields(value, encodeValue);
  return value;
}

export function decodeValue(encoded: EncodedValue): StateValue {
  if (typeof encoded === "string") return encoded.startsWith("'") ? encoded.slice(1) : Number(encoded);
  if (Array.isArray(encoded)) return encoded.map(decodeValue);
  if (typeof encoded === "object" && encoded !== null) return mapFields(encoded, decodeValue);
  return encoded;
}

function mapFields<From, To>(record: Record<string, From>, map: (field: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, field]) => [key, map(field)]));
}
