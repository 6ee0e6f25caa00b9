import { formatExact } from "../../format/number";

export type KeyValue = readonly [key: string, value: string];

/** `{ optimizer: { name: "adam" } }` -> `optimizer.name adam`; list entries by their index from 0. */
export function flattenConfig(value: unknown, path = ""): KeyValue[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [[path, "none"]];
    return value.flatMap((entry, index) => flattenConfig(entry, `${path}.${index}`));
  }
  if (value !== null && typeof value === "object")
    return Object.entries(value).flatMap(([key, inner]) =>
      inner === undefined ? [] : flattenConfig(inner, path === "" ? key : `${path}.${key}`),
    );
  return [[path, typeof value === "number" ? formatExact(value) : String(value)]];
}
