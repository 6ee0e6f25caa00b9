import { createHash } from "node:crypto";
import { cellValue } from "./cell-value";
import { joinQuoted } from "./join-quoted";
import { type LongTable, longTableOf } from "./long-table";
import { readFirstLines } from "./read-head";
import { splitRow } from "./split-row";
import { stepNameOf, timeNameOf, wallTimeOf } from "./usual-names";

/** Where a header's cells or those of the first rows have line breaks within quotes, they take more lines than rows. */
const mostHeadLines = 200;

/** What the first lines of a table say of the others. */
export interface CsvHeader {
  names: string[];
  delimiter: string;
  /** Places of step and time among the columns; -1 where there is none. */
  step: number;
  time: number;
  /** Where a row is a point. */
  long: LongTable | undefined;
  /** Cells of the first row. */
  first: string[];
  /** Whether the first row has its end. */
  isWhole: boolean;
}

/** Undefined where the first lines are no table of numbers, or are not there yet. */
export function readCsvHeader(file: string): CsvHeader | undefined {
  const lines = readFirstLines(file, 3).split(/\r?\n/, mostHeadLines);
  const delimiter = [",", ";", "\t"].sort(
    (a, b) => (lines[0] ?? "").split(b).length - (lines[0] ?? "").split(a).length,
  )[0] as string;
  const { rows: joined } = joinQuoted(lines, delimiter);
  const [head = "", ...rest] = (joined.length > 1 ? joined : lines).slice(0, 4);
  const names = columnNames(head, delimiter);
  const rows = rest.filter((row) => row.trim() !== "").map((row) => splitRow(row, delimiter));
  const first = rows[0] ?? [];
  const hasNumbers = first.some((cell) => cellValue(cell) !== undefined);
  const isHeader = names.every((name) => cellValue(name) === undefined);
  if (!hasNumbers || !isHeader) return undefined;
  const stepName = stepNameOf(names);
  const step = stepName === undefined ? -1 : names.indexOf(stepName);
  // An epoch that stays the same from row to row counts no rows.
  const isStill = stepName?.toLowerCase() === "epoch" && rows.length > 1 && first[step] === rows[1]?.[step];
  const timeName = timeNameOf(names);
  const time = timeName === undefined ? -1 : names.indexOf(timeName);
  return {
    names,
    delimiter,
    step: isStill ? -1 : step,
    time: wallTimeOf(first[time]) === undefined ? -1 : time,
    long: step < 0 ? undefined : longTableOf(names, (place) => cellValue(first[place] ?? "") === undefined),
    first,
    isWhole: rest.length > 1,
  };
}

/** Columns of one name stay apart, as pandas has it: loss, loss.1, loss.2. */
export function columnNames(row: string, delimiter: string): string[] {
  const taken = new Set<string>();
  return splitRow(row, delimiter).map((cell) => {
    const name = cell.replace(/\r?\n/g, "\n").trim();
    let own = name;
    for (let copy = 1; own !== "" && taken.has(own); copy++) own = `${name}.${copy}`;
    taken.add(own);
    return own;
  });
}

/**
 * Of the first row, what stays where the file is written anew with a further column, as Lightning does when a metric is
 * logged for the first time: its cells that are not empty, by their columns' names.
 */
export function hashOfFirstRow({ names, first }: CsvHeader): string {
  const cells = names.flatMap((name, place) => {
    const cell = first[place]?.trim() ?? "";
    return cell === "" ? [] : [[name, cellValue(cell)?.toString() ?? cell]];
  });
  return createHash("sha256").update(JSON.stringify(cells.sort())).digest("hex");
}
