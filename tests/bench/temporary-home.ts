import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A data home of its own, and the function that removes it. */
export function temporaryHome(): { home: string; remove(): void } {
  const home = mkdtempSync(join(tmpdir(), "gradiometer-bench-"));
  return { home, remove: () => rmSync(home, { recursive: true, force: true }) };
}
