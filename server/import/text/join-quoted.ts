/** Rows of a table, put together from its lines. */
export interface QuotedRows {
  rows: string[];
  /** The place of the first line of a row whose quotes are still open at the end, or how many lines there are. */
  openAt: number;
}

/** A cell in quotes may hold line breaks (RFC 4180), as logged text does: its lines are one row, not rows of their own. */
export function joinQuoted(lines: readonly string[], delimiter: string): QuotedRows {
  const rows: string[] = [];
  let first = 0;
  let isOpen = false;
  for (let place = 0; place < lines.length; place++) {
    isOpen = endsInQuotes(lines[place] as string, delimiter, isOpen);
    if (isOpen) continue;
    rows.push(first === place ? (lines[place] as string) : lines.slice(first, place + 1).join("\n"));
    first = place + 1;
  }
  return { rows, openAt: first };
}

/** Whether a line ends within quotes, which it may begin within. Quotes count at the beginning of a cell. */
function endsInQuotes(line: string, delimiter: string, isOpen: boolean): boolean {
  if (!line.includes('"')) return isOpen;
  let at = 0;
  let isWithin = isOpen;
  for (;;) {
    if (!isWithin) {
      if (line[at] === '"') at++;
      else {
        const next = line.indexOf(`${delimiter}"`, at);
        if (next < 0) return false;
        at = next + 2;
      }
    }
    let quote = line.indexOf('"', at);
    while (quote >= 0 && line[quote + 1] === '"') quote = line.indexOf('"', quote + 2);
    if (quote < 0) return true;
    const end = line.indexOf(delimiter, quote + 1);
    if (end < 0) return false;
    at = end + 1;
    isWithin = false;
  }
}
