import { createHash } from "node:crypto";
import { cellValue, type DecimalMark, decimalMarkOf, isUnclear } from "./cell-value";
import { joinQuoted } from "./join-quoted";
import { type LongTable, longTableOf, runColumnOf } from "./long-table";
import { readFirstLines } from "./read-head";
import { splitRow } from "./split-row";
import { stepNameOf, timeNameOf, wallTimeOf } from "./usual-names";

/** Where a header's cells or those of the first rows have line breaks within quotes, they take more lines than rows. */
const mostHeadLines = 200;

/** So many falls from row to row, and no rise, are a table that is sorted newest first. */
const fewestFalls = 2;

/** What the first lines of a table say of the others. */
export interface CsvHeader {
  /** The number of its line: empty ones, comments and the delimiter that Excel is told may come before it; or a comment's. */
  line: number;
  names: string[];
  delimiter: string;
  mark: DecimalMark;
  /** Places of step and time among the columns; -1 where there is none. */
  step: number;
  time: number;
  /** Whether steps, or times where there is no step, fall from row to row. */
  isNewestFirst: boolean;
  /** Where a row is a point. */
  long: LongTable | undefined;
  /** Place of what tells the rows of several runs apart; -1 where nothing does. */
  run: number;
  /** Cells of the first rows. */
  heads: string[][];
  /** Whether the first row has its end. */
  isWhole: boolean;
}

/** Undefined where the first lines are no table of numbers, or are not there yet. */
export function readCsvHeader(file: string): CsvHeader | undefined {
  const lines = readFirstLines(file, 3).split(/\r?\n/, mostHeadLines);
  const above = placeOfHeader(lines);
  const told = /^"?sep=(.)"?$/i.exec(lines[above - 1] ?? "")?.[1];
  lines.splice(0, above);
  const delimiter = told ?? usualDelimiter(lines[0] ?? "");
  const { rows: joined } = joinQuoted(lines, delimiter);
  const [head = "", ...rest] = joined.length > 1 ? joined : lines;
  const names = columnNames(head, delimiter);
  const rows = rest.filter((row) => row.trim() !== "").map((row) => splitRow(row, delimiter));
  const first = rows[0] ?? [];
  const hasNumbers = first.some((cell) => cellValue(cell) !== undefined || isUnclear(cell, "."));
  const isHeader = names.every((name) => cellValue(name) === undefined);
  if (!hasNumbers || !isHeader) return undefined;
  const mark = decimalMarkOf(rows.flat());
  const isText = (place: number) =>
    cellValue(first[place] ?? "", mark) === undefined && !isUnclear(first[place] ?? "", mark);
  const stepName = stepNameOf(names);
  const step = stepName === undefined ? -1 : names.indexOf(stepName);
  // An epoch that stays the same from row to row counts no rows.
  const isStill = stepName?.toLowerCase() === "epoch" && rows.length > 1 && first[step] === rows[1]?.[step];
  const timeName = timeNameOf(names);
  const time = timeName === undefined ? -1 : names.indexOf(timeName);
  const header = {
    line: above + 1,
    names,
    delimiter,
    mark,
    step: isStill ? -1 : step,
    time,
    isNewestFirst: false,
    long: longTableOf(names, isText),
    run: runColumnOf(names, isText),
    heads: rows.slice(0, 20),
    isWhole: rest.length > 1,
  };
  if (timeOf(header, first) === undefined) header.time = -1;
  return { ...header, isNewestFirst: falls(header) };
}

/** Below comments; or the last of them where a row of as many numbers is next, as numpy's savetxt writes a header. */
function placeOfHeader(lines: readonly string[]): number {
  const place = lines.findIndex((line) => line.trim() !== "" && !/^#|^"?sep=."?$/i.test(line));
  const [comment, first] = [lines[place - 1] ?? "", lines[place] ?? ""];
  if (!comment.startsWith("#")) return Math.max(0, place);
  const delimiter = usualDelimiter(comment);
  const cells = splitRow(first, delimiter);
  const isNamed = columnNames(comment, delimiter).length === cells.length;
  return isNamed && cells.every((cell) => cellValue(cell) !== undefined) ? place - 1 : place;
}

function falls(header: CsvHeader): boolean {
  const orders = header.heads.flatMap(
    (cells) =>
      (header.step < 0 ? timeOf(header, cells) : cellValue(cells[header.step] ?? "", header.mark)) ?? [],
  );
  const changes = orders.slice(1).map((order, index) => order - (orders[index] as number));
  return (
    changes.every((change) => change <= 0) && changes.filter((change) => change < 0).length >= fewestFalls
  );
}

/** The one that parts the header into most cells. */
const usualDelimiter = (head: string): string =>
  [",", ";", "\t"].sort((a, b) => head.split(b).length - head.split(a).length)[0] as string;

/** A row's wall time in milliseconds since 1970. */
export function timeOf({ time, mark }: CsvHeader, cells: readonly string[]): number | undefined {
  const cell = cells[time];
  return cell === undefined ? undefined : wallTimeOf(cellValue(cell, mark) ?? cell);
}

/** Those of a header, be it in a comment. Columns of one name stay apart, as pandas has it: loss, loss.1, loss.2. */
export function columnNames(row: string, delimiter: string): string[] {
  const taken = new Set<string>();
  return splitRow(row.replace(/^\uFEFF?(# *)?/, ""), delimiter).map((cell) => {
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
export function hashOfFirstRow({ names, heads }: CsvHeader): string {
  const cells = names.flatMap((name, place) => {
    const cell = heads[0]?.[place]?.trim() ?? "";
    return cell === "" ? [] : [[name, cellValue(cell)?.toString() ?? cell]];
  });
  return createHash("sha256").update(JSON.stringify(cells.sort())).digest("hex");
}
