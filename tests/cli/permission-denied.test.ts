import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { distFile } from "../../db/package-root";
import { emptyHome } from "../setup/database";
import { runCli } from "./run-cli";

const nobody = 65_534;
const anotherUserMayRun =
  process.getuid?.() === 0 &&
  spawnSync(process.execPath, [distFile("server/cli/main.js"), "--version"], { uid: nobody, gid: nobody })
    .status === 0;

test.skipIf(!anotherUserMayRun)(
  "another user is told in one sentence which file or folder is closed, whatever the command was to do with it",
  async () => {
    const home = emptyHome();
    chownSync(home, nobody, nobody);
    const at = (...names: string[]) => join(home, ...names);
    const folders: [string, number][] = [
      ["open", 0o755],
      ["closed", 0o700],
      ["full-of-secrets", 0o755],
    ];
    for (const [name] of folders) mkdirSync(at(name));
    writeFileSync(at("open", "run.csv"), "step,loss\n0,1\n1,2\n");
    for (const file of [at("full-of-secrets", "run.csv"), at("closed", "run.csv")]) {
      writeFileSync(file, "step,loss\n0,1\n1,2\n");
      chmodSync(file, 0o600);
    }
    for (const [name, mode] of folders) chmodSync(at(name), mode);
    const call = (...args: string[]) => runCli(args, { home, uid: nobody });
    const imported = await call("import", at("open"), "--json");
    expect(imported.code, imported.stderr).toBe(0);
    const run = JSON.parse(imported.stdout)[0].runId;

    const mayNotRead = (path: string) => [2, `${path} cannot be read: this user`] as const;
    const mayNotOpen = (path: string) => [6, `This user may not open ${path}`] as const;
    const isReadOnly = (path: string) => [6, `${path} or its folder is read-only for this user`] as const;
    const refusals: [string[], readonly [number, string]][] = [
      [["import", at("closed")], mayNotRead(at("closed"))],
      [["import", at("closed", "run.csv")], mayNotRead(at("closed", "run.csv"))],
      [["import", at("full-of-secrets", "run.csv")], mayNotRead(at("full-of-secrets", "run.csv"))],
      [["diagnose", at("closed")], mayNotRead(at("closed"))],
      [
        ["backtest", "--traces", at("full-of-secrets", "run.csv")],
        mayNotRead(at("full-of-secrets", "run.csv")),
      ],
      [["export", run, "--out", at("open", "a.csv")], isReadOnly(at("open", "a.csv"))],
      [["export", run, "--out", at("closed", "a.csv")], mayNotOpen(at("closed", "a.csv"))],
      [["backup", at("open", "b.tar")], isReadOnly(at("open", "b.tar"))],
      [["backup", at("closed", "b.tar")], mayNotOpen(at("closed", "b.tar"))],
      [["diagnose", run, "--html", at("open", "a.html")], isReadOnly(at("open", "a.html"))],
    ];
    for (const [command, [code, says]] of refusals) {
      const refused = await call(...command);
      expect([command.join(" "), refused.code, refused.stderr]).toEqual([
        command.join(" "),
        code,
        expect.stringContaining(says),
      ]);
      expect(refused.stderr).not.toMatch(/\n\s+at /);
    }
  },
  120_000,
);
