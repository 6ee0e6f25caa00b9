import { statSync } from "node:fs";
import { BatchBuilder, type Column } from "../batch-builder";
import type { FoundRun, ImportFormat, ReadBatch, ReadFrom } from "../format";
import { nameWithin } from "../name-within";
import { cellValue } from "./cell-value";
import { type CsvHeader, columnNames, hashOfFirstRow, readCsvHeader } from "./csv-header";
import { joinQuoted } from "./join-quoted";
import { standingOf, startAgain } from "./line-position";
import type { LongTable } from "./long-table";
import { readBatches } from "./read-batches";
import { writtenAnew } from "./read-blocks";
import { splitRow } from "./split-row";
import { wallTimeOf } from "./usual-names";

/**
 * A header and a row a step, with empty cells where a row lacks a metric, as Lightning writes metrics.csv; or a row a point,
 * with the series' name in one column and its value in another. The step is a column of a usual name, or, with a row a
 * step, the number of the row, from 0. Columns of text are left out.
 */
export const csv: ImportFormat = {
  name: "csv",
  title: "CSV, Lightning's metrics.csv included",
  looksLike: "a .csv or .tsv file with a header and numbers below it",
  claims: (file) => /\.(csv|tsv)$/i.test(file) && readCsvHeader(file) !== undefined,
  find: (files, root) => files.map((file) => foundRun(file, root)),
};

function foundRun(file: string, root: string): FoundRun {
  return {
    name: nameWithin(root, file, ["metrics", "log", "logs", "history"]),
    source: file,
    contentId() {
      const header = readCsvHeader(file);
      return header ? hashOfFirstRow(header) : "";
    },
    isBegun: () => readCsvHeader(file)?.isWhole ?? false,
    bytes: () => statSync(file).size,
    standing: (position, source) => standingOf(file, position, source),
    again: startAgain,
    read: (from) => read(file, from),
  };
}

function* read(file: string, from: ReadFrom): Generator<ReadBatch> {
  const header = readCsvHeader(file);
  if (!header) return;
  const builder = new BatchBuilder(from);
  const otherwiseAt = statSync(file).mtimeMs;
  const columns = header.names.map((name, index) =>
    header.long || index === header.step || index === header.time
      ? undefined
      : builder.column(name || `column ${index + 1}`),
  );
  const readLine = (text: string, line: number) => {
    if (line === 1) checkHeader(file, header, text);
    else if (text !== "" && text !== "\r") readRow(builder, header, columns, text, line, otherwiseAt);
  };
  const join = (lines: readonly string[]) => joinQuoted(lines, header.delimiter);
  yield* readBatches(file, from, builder, readLine, join);
}

/** Its columns are told by their places: it must be the header of the rows that are read. */
function checkHeader(file: string, { names, delimiter }: CsvHeader, text: string): void {
  const now = columnNames(text.replace(/^\uFEFF/, ""), delimiter);
  if (now.join("\n") !== names.join("\n")) throw writtenAnew(file);
}

function readRow(
  builder: BatchBuilder,
  header: CsvHeader,
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
