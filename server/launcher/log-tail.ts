import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { runLogFile } from "../../db/home";

const tailBytes = 4096;
const tailLines = 12;

/** What Node prints, and the stack of its own that follows, which tells nobody anything. */
const heapIsFull =
  /(?:^|\n)FATAL ERROR: ([^\n]*JavaScript heap out of memory)\n+-+ Native stack trace -+(?:\n\s*|\n *\d+: 0x[^\n]*)*$/;
const heapRemedy =
  "it keeps more than Node lets it. Look for lists or maps that grow from step to step; " +
  "NODE_OPTIONS=--max-old-space-size=8192 lets it keep 8 GB";

/** What TensorFlow says of itself as it is loaded: nobody's last words. */
const greeting =
  /^(WARNING: All log messages before absl::InitializeLog|[IW]\d{4} \d\d:\d\d:\d+\.\d+ +\d+ \S+\] )/;

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
    const text = buffer.toString("utf8").trimEnd();
    const full = heapIsFull.exec(text);
    if (full) return `${full[1]}: ${heapRemedy}`;
    const lines = text.split("\n");
    // Cut in the middle of a line, the first one says little.
    if (size > tailBytes) lines.shift();
    return lines
      .filter((line) => !greeting.test(line))
      .slice(-tailLines)
      .join("\n");
  } finally {
    closeSync(file);
  }
}
