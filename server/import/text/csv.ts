import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { BatchBuilder, type Column } from "../batch-builder";
import type { FoundRun, ImportFormat, ReadBatch, ReadFrom } from "../format";
import { nameWithin } from "../name-within";
import { joinQuoted } from "./join-quoted";
import { type LongTable, longTableOf } from "./long-table";
import { numberOf } from "./parse-json";
import { readBatches } from "./read-batches";
import { continuesAt, readFirstLines } from "./read-blocks";
import { splitRow } from "./split-row";
import { stepNameOf, timeNameOf, wallTimeOf } from "./usual-names";

/**
 * A header and a row a step, with empty cells where a row lacks a metric, as Lightning writes metrics.csv; or a row a point,
 * with the series' name in one column and its value in another. The step is a column of a usual name, or, with a row a
 * step, the number of the row, from 0. Columns of text are left out.
 */
export const csv: ImportFormat = {
  name: "csv",
  title: "CSV, Lightning's metrics.csv included",
  looksLike: "a .csv or .tsv file with a header and numbers below it",
  claims: (file) => /\.(csv|tsv)$/i.test(file) && headerOf(file) !== undefined,
  find: (files, root) => files.map((file) => foundRun(file, root)),
};

/** Where a header's cells or those of the first rows have line breaks within quotes, they take more lines than rows. */
const mostHeadLines = 200;

interface Header {
  names: string[];
  delimiter: string;
  /** Places of step and time among the columns; -1 where there is none. */
  step: number;
  time: number;
  /** Where a row is a point. */
  long: LongTable | undefined;
  /** Header and first row. */
  text: string;
}

function foundRun(file: string, root: string): FoundRun {
  return {
    name: nameWithin(root, file, ["metrics", "log", "logs", "history"]),
    source: file,
    contentId: () =>
      createHash("sha256")
        .update(headerOf(file)?.text ?? "")
        .digest("hex"),
    bytes: () => statSync(file).size,
    continues: (position) => continuesAt(file, position),
    read: (from) => read(file, from),
  };
}

/** Undefined where the first lines are no table of numbers, or are not there yet. */
function headerOf(file: string): Header | undefined {
  const lines = readFirstLines(file, 3)
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/, mostHeadLines);
  const delimiter = [",", ";", "\t"].sort(
    (a, b) => (lines[0] ?? "").split(b).length - (lines[0] ?? "").split(a).length,
  )[0] as string;
  const { rows: joined } = joinQuoted(lines, delimiter);
  const [first = "", ...rest] = (joined.length > 1 ? joined : lines).slice(0, 4);
  const names = distinct(splitRow(first, delimiter).map((name) => name.trim()));
  const rows = rest.filter((row) => row.trim() !== "").map((row) => splitRow(row, delimiter));
  const hasNumbers = rows[0]?.some((cell) => cellValue(cell) !== undefined) ?? false;
  const isHeader = names.every((name) => cellValue(name) === undefined);
  if (!hasNumbers || !isHeader) return undefined;
  const stepName = stepNameOf(names);
  const step = stepName === undefined ? -1 : names.indexOf(stepName);
  // An epoch that stays the same from row to row counts no rows.
  const isStill =
    stepName?.toLowerCase() === "epoch" && rows.length > 1 && rows[0]?.[step] === rows[1]?.[step];
  const timeName = timeNameOf(names);
  const time = timeName === undefined ? -1 : names.indexOf(timeName);
  return {
    names,
    delimiter,
    step: isStill ? -1 : step,
    time: wallTimeOf(rows[0]?.[time]) === undefined ? -1 : time,
    long:
      step < 0 ? undefined : longTableOf(names, (place) => cellValue(rows[0]?.[place] ?? "") === undefined),
    text: `${first}\n${rest[0] ?? ""}`,
  };
}

/** Columns of one name stay apart, as pandas has it: loss, loss.1, loss.2. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let copy = 1; own !== "" && taken.has(own); copy++) own = `${name}.${copy}`;
    taken.add(own);
    return own;
  });
}

/** A cell's number; undefined for an empty one and for text. */
function cellValue(cell: string): number | undefined {
  const text = cell.trim();
  if (text === "") return undefined;
  const number = Number(text);
  return Number.isNaN(number) ? numberOf(text) : number;
}

function* read(file: string, { position, lastSteps }: ReadFrom): Generator<ReadBatch> {
  const header = headerOf(file);
  if (!header) return;
  const builder = new BatchBuilder(lastSteps);
  const otherwiseAt = statSync(file).mtimeMs;
  const columns = header.names.map((name, index) =>
    header.long || index === header.step || index === header.time
      ? undefined
      : builder.column(name || `column ${index + 1}`),
  );
  const readLine = (text: string, line: number) => {
    // Line 1 is the header.
    if (line > 1 && text !== "" && text !== "\r") readRow(builder, header, columns, text, line, otherwiseAt);
  };
  const join = (lines: readonly string[]) => joinQuoted(lines, header.delimiter);
  yield* readBatches(file, position, builder, readLine, join);
}

function readRow(
  builder: BatchBuilder,
  header: Header,
  columns: readonly (Column | undefined)[],
  text: string,
  line: number,
  otherwiseAt: number,
): void {
  const cells = splitRow(text, header.delimiter);
  const step = header.step < 0 ? line - 2 : cellValue(cells[header.step] ?? "");
  if (step === undefined) {
    builder.leaveOut(`rows without a step (the first: line ${line})`);
    return;
  }
  const wallTimeMs = (header.time < 0 ? undefined : wallTimeOf(cells[header.time])) ?? otherwiseAt;
  if (header.long) {
    readPoint(builder, cells, header.long, { step, wallTimeMs, line });
    return;
  }
  if (cells.length > columns.length)
    builder.leaveOut(`rows' cells beyond the last column of the header (the first: line ${line})`);
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index];
    const cell = cells[index];
    if (!column || !cell) continue;
    readCell(builder, column, cell, { step, wallTimeMs, line });
  }
}

interface Place {
  step: number;
  wallTimeMs: number;
  line: number;
}

function readPoint(builder: BatchBuilder, cells: readonly string[], long: LongTable, at: Place): void {
  const name = cells[long.series]?.trim();
  if (!name) {
    builder.leaveOut(`rows without the name of a series (the first: line ${at.line})`);
    return;
  }
  readCell(builder, builder.column(name), cells[long.value] ?? "", at);
}

function readCell(
  builder: BatchBuilder,
  column: Column,
  cell: string,
  { step, wallTimeMs, line }: Place,
): void {
  const value = cellValue(cell);
  if (value !== undefined) builder.push(column, step, wallTimeMs, value);
  else if (cell.trim() !== "" && !/^(none|null|n\/a)$/i.test(cell.trim()))
    builder.leaveOut(`cells of text (the first: ${JSON.stringify(cell.slice(0, 40))} in line ${line})`);
}
