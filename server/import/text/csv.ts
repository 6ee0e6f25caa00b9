import { statSync } from "node:fs";
import { GradiometerError } from "../../../db/contract/errors";
import { BatchBuilder } from "../batch-builder";
import type { FoundRun, ImportFormat, ReadBatch, ReadFrom } from "../format";
import { nameWithin } from "../name-within";
import { type CsvHeader, columnNames, hashOfFirstRow, readCsvHeader } from "./csv-header";
import { joinQuoted } from "./join-quoted";
import { standingOf, startAgain } from "./line-position";
import { readBatches } from "./read-batches";
import { writtenAnew } from "./read-blocks";
import { RowReader } from "./read-row";
import { whyNoTable } from "./why-no-table";

/**
 * A header and a row a step, with empty cells where a row lacks a metric, as Lightning writes metrics.csv; or a row a point,
 * with the series' name in one column and its value in another. The step is a column of a usual name, or else the number
 * of the row, from 0, or of the value within its series. Columns of text are left out.
 */
export const csv: ImportFormat = {
  name: "csv",
  title: "CSV, Lightning's metrics.csv included",
  looksLike: "a .csv or .tsv file with a header and numbers below it",
  claims: (file) => /\.(csv|tsv)$/i.test(file) && readCsvHeader(file) !== undefined,
  whyNot: (file) => (/\.(csv|tsv)$/i.test(file) ? whyNoTable(file) : undefined),
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
  if (!header) {
    // Who follows it may do so before there is a row.
    if (from.goesOn) return;
    throw new GradiometerError("invalid", `${file}: ${whyNoTable(file)}`);
  }
  checkCells(file, header);
  const builder = new BatchBuilder(from);
  if (header.isNewestFirst) takeNewestFirst(builder, header);
  const rows = new RowReader(builder, header, statSync(file).mtimeMs);
  const readLine = (text: string, line: number) => {
    if (line === header.line) checkHeader(file, header, text);
    else if (line > header.line && text !== "" && text !== "\r") rows.read(text, line);
  };
  const join = (lines: readonly string[]) => joinQuoted(lines, header.delimiter);
  yield* readBatches(file, from, builder, readLine, join);
}

function takeNewestFirst(builder: BatchBuilder, { step }: CsvHeader): void {
  builder.isNewestFirst = step >= 0;
  builder.remark(
    builder.isNewestFirst
      ? "Its steps fall from row to row: taken as one history, sorted newest first, and not as restarts."
      : "Its times fall from row to row, and no column is a step: rows are numbered as they stand, the newest 0; sort them oldest first, or add a column step.",
  );
}

/** Its columns are told by their places: it must be the header of the rows that are read. */
function checkHeader(file: string, { names, delimiter }: CsvHeader, text: string): void {
  const now = columnNames(text, delimiter);
  if (now.join("\n") !== names.join("\n")) throw writtenAnew(file);
}

/** Decimal commas in a table that is separated by commas: 0,5 would be two cells, and each number another's. */
function checkCells(file: string, { delimiter, names, heads }: CsvHeader): void {
  if (delimiter !== "," || !heads.every((cells) => cells.length > names.length && cells.at(-1) !== ""))
    return;
  throw new GradiometerError(
    "invalid",
    `${file}: expected ${names.length} cells a row as in its header, got ${heads[0]?.length} in each of the first rows; where a comma also writes fractions, as in 0,5, separate the cells by semicolons`,
  );
}
