import { customType } from "drizzle-orm/sqlite-core";

/**
 * A REAL column that keeps non-finite numbers. SQLite binds NaN as NULL, so NaN is the text 'NaN';
 * the infinities are REAL already. See docs/decisions/002-non-finite-encoding.md.
 */
export const encodedNumber = customType<{ data: number; driverData: number | "NaN" }>({
  dataType: () => "real",
  toDriver: (value) => toColumn(value),
  fromDriver: (stored) => fromColumn(stored),
});

export const toColumn = (value: number): number | "NaN" => (Number.isNaN(value) ? "NaN" : value);

export const fromColumn = (stored: number | "NaN"): number =>
  typeof stored === "number" ? stored : Number.NaN;
