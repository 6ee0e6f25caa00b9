import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

type Row = Record<string, number | string>;

/**
 * What Lightning's CSVLogger does with its metrics.csv: rows are appended, and where a metric is new all of the file is
 * written anew, in place, with a wider header and empty cells in the rows of before (_ExperimentWriter.save).
 */
export function lightningLogger(file: string) {
  let keys: string[] = [];
  let waiting: Row[] = [];
  const text = (rows: readonly Row[]) =>
    rows.map((row) => `${keys.map((key) => row[key] ?? "").join(",")}\r\n`).join("");
  const whole = (rows: readonly Row[]) => `${keys.join(",")}\r\n${text(rows)}`;
  mkdirSync(dirname(file), { recursive: true });
  return {
    log(step: number, metrics: Record<string, number>): void {
      waiting.push({ ...metrics, step });
    },
    /** Returns what the file has then; `isHeld` leaves writing it to the test. */
    save(isHeld = false): string {
      const before = existsSync(file) ? rowsOf(file) : [];
      const wider = [...new Set([...keys, ...waiting.flatMap(Object.keys)])].sort();
      const isAppended = wider.length === keys.length && keys.length > 0;
      keys = wider;
      const rows = [...before, ...waiting];
      if (!isHeld && isAppended) appendFileSync(file, text(waiting));
      else if (!isHeld) writeFileSync(file, whole(rows));
      waiting = [];
      return whole(rows);
    },
  };
}

function rowsOf(file: string): Row[] {
  const [header = "", ...lines] = readFileSync(file, "utf8").trimEnd().split("\r\n");
  const keys = header.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(keys.map((key, place) => [key, cells[place] ?? ""]));
  });
}
