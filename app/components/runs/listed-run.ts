import type { RunRow } from "../../../db/contract/read-models";

/** A run of the table, with what the columns that a person added show of it. */
export interface ListedRun extends RunRow {
  values: readonly (number | string | null)[];
}
