import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { emptyHome } from "../../setup/database";

/** A file system of so many megabytes of this test's own; undefined where it may not be mounted: only root may. */
export function smallDisk(megabytes: number): string | undefined {
  const folder = join(emptyHome(), "small");
  mkdirSync(folder);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  onTestFinished(() => {
    // Lazily: a process that was just killed may hold a file for a moment.
    execFileSync("umount", ["--lazy", folder]);
  });
  return folder;
}
