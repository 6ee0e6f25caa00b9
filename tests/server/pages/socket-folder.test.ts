import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { makeSocketFolder } from "../../../server/pages/socket-folder";
import { emptyHome } from "../../setup/database";

test("a folder that a killed server left is removed by the next; those of living ones and other folders stay", () => {
  const parent = emptyHome();
  const gone = spawnSync(process.execPath, ["-e", ""]).pid;
  const folder = (name: string) => {
    mkdirSync(join(parent, name));
    writeFileSync(join(parent, name, "socket"), "");
    return join(parent, name);
  };
  const left = folder(`gradiometer-pages-${gone}-a1B2c3`);
  const kept = [folder(`gradiometer-pages-${process.ppid}-a1B2c3`), folder("gradiometer-pages-of-mine")];
  const made = makeSocketFolder(parent);
  expect(basename(made)).toMatch(new RegExp(`^gradiometer-pages-${process.pid}-`));
  expect(existsSync(left)).toBe(false);
  expect([made, ...kept].every((path) => existsSync(path))).toBe(true);
});
