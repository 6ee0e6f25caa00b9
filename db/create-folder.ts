import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and the ones above it. Level by level: with `recursive`, Node 20 tries for ever where a file
 * system answers ENOENT to a new folder whose parent exists (/proc).
 */
export function createFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) createFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    const madeMeanwhile = (error as NodeJS.ErrnoException).code === "EEXIST" && statSync(path).isDirectory();
    if (!madeMeanwhile) throw error;
  }
}
