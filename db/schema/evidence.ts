import { customType } from "drizzle-orm/sqlite-core";
import type { Evidence } from "../contract/episode";
import { decodeNumber, type EncodedNumber, encodeNumber } from "../contract/non-finite";

/** Evidence as JSON text; its figures may be non-finite, which JSON alone would turn into null. */
export const evidence = customType<{ data: Evidence; driverData: string }>({
  dataType: () => "text",
  toDriver: (value) => JSON.stringify({ ...value, values: mapValues(value.values, encodeNumber) }),
  fromDriver: (stored) => {
    const parsed = JSON.parse(stored) as Omit<Evidence, "values"> & { values: Record<string, EncodedNumber> };
    return { ...parsed, values: mapValues(parsed.values, decodeNumber) };
  },
});

function mapValues<From, To>(record: Record<string, From>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
