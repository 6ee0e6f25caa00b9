import { spawn } from "node:child_process";
import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { packageRoot } from "../../../db/package-root";
import { emptyHome } from "../../setup/database";

const lockModule = pathToFileURL(join(packageRoot(), "server", "bin", "lock.mjs")).href;

/** A process that notes when it enters and leaves what the lock guards. */
function enter(folder: string, name: string, workMs: number): Promise<number | null> {
  const script = `
    import { appendFileSync } from "node:fs";
    import { withLock } from ${JSON.stringify(lockModule)};
    await withLock(${JSON.stringify(join(folder, "lock"))}, async () => {
      appendFileSync(${JSON.stringify(join(folder, "log"))}, "enter ${name}\\n");
      await new Promise((resolve) => setTimeout(resolve, ${workMs}));
      appendFileSync(${JSON.stringify(join(folder, "log"))}, "leave ${name}\\n");
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: "ignore" });
  return new Promise((resolve) => child.once("close", resolve));
}

test("builds that start at once take turns", async () => {
  const folder = emptyHome();
  await Promise.all(["a", "b", "c"].map((name) => enter(folder, name, 100)));
  const lines = readFileSync(join(folder, "log"), "utf8").trim().split("\n");
  expect(lines).toHaveLength(6);
  for (let turn = 0; turn < 6; turn += 2)
    expect(lines[turn + 1]).toBe(lines[turn]?.replace("enter", "leave"));
  expect(existsSync(join(folder, "lock"))).toBe(false);
});

test("a lock whose holder was killed is taken over", async () => {
  const folder = emptyHome();
  writeFileSync(join(folder, "lock"), "1\n");
  const minuteAgo = new Date(Date.now() - 60_000);
  utimesSync(join(folder, "lock"), minuteAgo, minuteAgo);
  expect(await enter(folder, "a", 0)).toBe(0);
});
