/** The cells of a row (RFC 4180): `a,"b,c",""""` are a / b,c / ". */
export function splitRow(text: string, delimiter: string): string[] {
  const row = text.endsWith("\r") ? text.slice(0, -1) : text;
  if (!row.includes('"')) return row.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  while (at <= row.length) {
    if (row[at] !== '"') {
      const end = row.indexOf(delimiter, at);
      cells.push(row.slice(at, end < 0 ? row.length : end));
      if (end < 0) break;
      at = end + 1;
      continue;
    }
    let cell = "";
    let from = at + 1;
    for (;;) {
      const quote = row.indexOf('"', from);
      if (quote < 0) {
        cell += row.slice(from);
        at = row.length + 1;
        break;
      }
      cell += row.slice(from, quote);
      if (row[quote + 1] === '"') {
        cell += '"';
        from = quote + 2;
        continue;
      }
      const end = row.indexOf(delimiter, quote + 1);
      at = end < 0 ? row.length + 1 : end + 1;
      break;
    }
    cells.push(cell);
  }
  return cells;
}
