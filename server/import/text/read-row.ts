import type { BatchBuilder, Column } from "../batch-builder";
import { cellValue, isUnclear } from "./cell-value";
import { type CsvHeader, timeOf } from "./csv-header";
import type { LongTable } from "./long-table";
import { splitRow } from "./split-row";

/** Puts the rows of a table into a batch: a point a cell, or, in a table with a row a point, one a row. */
export class RowReader {
  private readonly columns: readonly (Column | undefined)[];
  /** Values of each series so far, where they are counted. */
  private readonly counts = new Map<string, number>();
  private readonly otherRuns = new Set<string>();
  private readonly firstRun: string;

  constructor(
    private readonly builder: BatchBuilder,
    private readonly header: CsvHeader,
    /** The wall time of rows that have none. */
    private readonly otherwiseAt: number,
  ) {
    const { names, long, step, time, run, heads } = header;
    this.firstRun = heads[0]?.[run]?.trim() ?? "";
    this.columns = names.map((name, place) =>
      long || place === step || place === time || place === run
        ? undefined
        : builder.column(name || `column ${place + 1}`),
    );
  }

  read(text: string, line: number): void {
    const { header, builder } = this;
    const cells = splitRow(text, header.delimiter);
    const step = header.step < 0 ? line - header.line - 1 : cellValue(cells[header.step] ?? "", header.mark);
    if (step === undefined) {
      builder.leaveOut(`rows without a step (the first: line ${line})`);
      return;
    }
    const wallTimeMs = timeOf(header, cells) ?? this.otherwiseAt;
    const run = this.otherRun(cells);
    if (header.long) this.readPoint(cells, header.long, run, { step, wallTimeMs, line });
    else this.readCells(cells, run, { step, wallTimeMs, line });
  }

  private readCells(cells: readonly string[], run: string, { step, wallTimeMs, line }: Place): void {
    const { builder, columns } = this;
    if (cells.length > columns.length)
      builder.leaveOut(`rows' cells beyond the last column of the header (the first: line ${line})`);
    for (let place = 0; place < columns.length; place++) {
      const column = columns[place];
      const cell = cells[place];
      if (!column || !cell) continue;
      const value = this.valueOf(cell, line);
      if (value === undefined) continue;
      builder.push(run ? builder.column(`${run}/${column.name}`) : column, step, wallTimeMs, value);
    }
  }

  private readPoint(cells: readonly string[], long: LongTable, run: string, at: Place): void {
    const { builder, header } = this;
    const series = cells[long.series]?.trim();
    if (!series) {
      builder.leaveOut(`rows without the name of a series (the first: line ${at.line})`);
      return;
    }
    const value = this.valueOf(cells[long.value] ?? "", at.line);
    if (value === undefined) return;
    const column = builder.column(run ? `${run}/${series}` : series);
    builder.push(column, header.step < 0 ? this.count(column) : at.step, at.wallTimeMs, value);
  }

  /** The number of a value within its series, from 0. */
  private count(column: Column): number {
    const count = this.counts.get(column.name) ?? (this.builder.isBehind ? 0 : column.lastStep + 1);
    this.counts.set(column.name, count + 1);
    return count;
  }

  /** Where the rows of several runs are in one table, those of the first are the run, and others keep their names. */
  private otherRun(cells: readonly string[]): string {
    if (this.header.run < 0) return "";
    const run = cells[this.header.run]?.trim() ?? "";
    if (run === this.firstRun || run === "") return "";
    if (!this.otherRuns.has(run)) {
      if (this.otherRuns.size === 0)
        this.builder.remark(
          `It has rows of several runs: those of ${JSON.stringify(this.firstRun)} are the run's, the series of others go under their names, ${JSON.stringify(`${run}/...`)} first.`,
        );
      this.otherRuns.add(run);
    }
    return run;
  }

  private valueOf(cell: string, line: number): number | undefined {
    const { builder, header } = this;
    const value = cellValue(cell, header.mark);
    if (value !== undefined) return value;
    const text = JSON.stringify(cell.slice(0, 40));
    if (isUnclear(cell, header.mark))
      builder.leaveOut(
        `numbers whose mark may part thousands or a fraction (the first: ${text} in line ${line}); write them without marks for thousands`,
      );
    else if (cell.trim() !== "" && !/^(none|null|n\/a)$/i.test(cell.trim()))
      builder.leaveOut(`cells of text (the first: ${text} in line ${line})`);
    return undefined;
  }
}

interface Place {
  step: number;
  wallTimeMs: number;
  line: number;
}
