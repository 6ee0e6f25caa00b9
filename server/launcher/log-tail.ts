import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { runLogFile } from "../../db/home";

const tailBytes = 4096;
const tailLines = 12;

/** The last lines that a run's trainer printed; "" when it printed nothing. */
export function logTail(home: string, runId: string): string {
  let file: number;
  try {
    file = openSync(runLogFile(home, runId), "r");
  } catch {
    return "";
  }
  try {
    const { size } = fstatSync(file);
    const buffer = Buffer.alloc(Math.min(size, tailBytes));
    readSync(file, buffer, 0, buffer.length, size - buffer.length);
    const lines = buffer.toString("utf8").trimEnd().split("\n");
    // Cut in the middle of a line, the first one says little.
    if (size > tailBytes) lines.shift();
    return lines.slice(-tailLines).join("\n");
  } finally {
    closeSync(file);
  }
}
