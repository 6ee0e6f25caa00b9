import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const prefix = "gradiometer-pages-";

/**
 * A folder of its own for the pages' socket, whose path may be no longer than 100 bytes, as that of a data folder may be.
 * Those of processes that were killed before they could remove theirs go first.
 */
export function makeSocketFolder(parent = tmpdir()): string {
  for (const name of readdirSync(parent)) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]);
    if (pid > 0 && !isThere(pid)) removeOwn(join(parent, name));
  }
  return mkdtempSync(join(parent, `${prefix}${process.pid}-`));
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's may not be asked, and is there.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function removeOwn(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another user's is left to that one.
  }
}
