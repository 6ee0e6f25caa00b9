export interface Column<Row> {
  title: string;
  cell(row: Row): string;
  align?: "left" | "right";
}

/** Rows in columns as wide as their widest cell, two spaces apart. */
export function formatTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const lines = [columns.map(({ title }) => title), ...cells];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => width(line[index] ?? ""))));
  return lines
    .map((line) =>
      line
        .map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]?.align ?? "left"))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Characters, not UTF-16 units: block elements and accents count once. */
const width = (text: string) => [...text].length;

function pad(text: string, to: number, align: "left" | "right"): string {
  const gap = " ".repeat(Math.max(0, to - width(text)));
  return align === "left" ? text + gap : gap + text;
}
