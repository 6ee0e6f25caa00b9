import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openDatabase } from "../../db/connection";
import { findLogDamage } from "../../db/damaged-log";
import { databaseFile } from "../../db/home";
import { writeMedia } from "../../db/store/media/media";
import { readSeries } from "../../db/store/series/read-series";
import { runCli } from "../cli/run-cli";
import { columnsOf, startRun } from "../db/test-run";
import { emptyHome, freshDatabase, freshHome } from "../setup/database";
import { serverProcess } from "./support/servers";
import { smallDisk } from "./support/small-disk";

/** A home as a crash leaves it: ten commits of one point each are in the log only. */
function crashedHome() {
  const home = freshHome();
  const db = freshDatabase(home);
  const { runId, send } = startRun(db);
  db.sqlite.pragma("wal_checkpoint(TRUNCATE)");
  for (let step = 0; step < 10; step++) send({ series: { loss: columnsOf([[step, step]]) } });
  const crashed = emptyHome();
  const file = databaseFile(crashed);
  copyFileSync(databaseFile(home), file);
  copyFileSync(`${databaseFile(home)}-wal`, `${file}-wal`);
  return { home: crashed, runId, file, log: `${file}-wal` };
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(file, bytes);
}

const lossOf = (home: string, runId: string) => {
  const db = openDatabase(databaseFile(home));
  try {
    return readSeries(db, { runId, names: ["loss"] })[0]?.last ?? [];
  } finally {
    db.close();
  }
};

describe("a write-ahead log", () => {
  test("that is whole, or that a crash cut short, is not called damaged and gives what was committed", () => {
    const { home, runId, log } = crashedHome();
    expect(findLogDamage(log)).toBeUndefined();
    truncateSync(log, readFileSync(log).length - 1000);
    expect(findLogDamage(log)).toBeUndefined();
    expect(lossOf(home, runId)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test("that is damaged before its end is found wherever the damage lies", () => {
    const { log } = crashedHome();
    const whole = readFileSync(log);
    const lastFrame = whole.length - 4096 - 24;
    for (let at = 0; at < lastFrame; at += 997) {
      flip(log, at);
      expect(findLogDamage(log), `byte ${at}`).toBeDefined();
      writeFileSync(log, whole);
    }
  });

  test("is kept as it was when a server starts on what lies before the damage, and said so", async () => {
    const { home, runId, log } = crashedHome();
    const damaged = Math.floor(readFileSync(log).length / 2);
    flip(log, damaged);
    const bytes = readFileSync(log);
    const server = await serverProcess(home);
    expect(server.stderr()).toMatch(/-wal is damaged at byte \d+: the last \d+ commits in it cannot be read/);
    await server.end("SIGTERM");
    const folder = readdirSync(home).find((name) => name.startsWith("damaged-")) as string;
    expect(readFileSync(join(home, folder, "gradiometer.db-wal")).equals(bytes)).toBe(true);
    const left = lossOf(home, runId);
    expect(left).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].slice(0, left.length));
    expect(left.length).toBeLessThan(10);
  });
});

test.each([
  ["its first page", 0, "first page is damaged"],
  ["a page in its middle", 4096 * 30 + 3, "is damaged ("],
])("a database damaged in %s is found at the start and left as it is", async (_, at, says) => {
  const home = freshHome();
  const db = freshDatabase(home);
  const { send } = startRun(db);
  send({ series: { loss: columnsOf(Array.from({ length: 5000 }, (_, step) => [step, step / 7] as const)) } });
  db.close();
  const file = databaseFile(home);
  const bytes = readFileSync(file);
  bytes.fill(0xa5, at, at + 900);
  writeFileSync(file, bytes);
  await expect(serverProcess(home)).rejects.toThrow(says);
  await expect(serverProcess(home)).rejects.toThrow("gradiometer restore");
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test.each(["gone", "empty"])(
  "a home whose database is %s while its images are there is not begun anew",
  async (how) => {
    const home = emptyHome();
    writeMedia(home, Buffer.from("a picture"));
    if (how === "empty") writeFileSync(databaseFile(home), "");
    await expect(serverProcess(home)).rejects.toThrow(`gradiometer.db is ${how}, yet`);
    expect(existsSync(databaseFile(home))).toBe(how === "empty");
  },
);

test.each(["gone", "empty"])("that a database begins anew where it was %s is said, once", async (how) => {
  const home = emptyHome();
  if (how === "empty") writeFileSync(databaseFile(home), "");
  const first = await serverProcess(home);
  expect(first.stderr()).toContain(`There was no database in ${home}, or an empty one: a new one begins`);
  await first.end("SIGTERM");
  const second = await serverProcess(home);
  expect(second.stderr()).not.toContain("a new one begins");
});

test("on a full disk every command says that it is full, and works again when there is space", async ({
  skip,
}) => {
  const home = smallDisk(2) ?? skip("only root may mount a small disk");
  const source = freshHome();
  const db = freshDatabase(source);
  const { runId, send } = startRun(db);
  send({ series: { loss: columnsOf([[1, 1]]) } });
  db.statement("UPDATE run SET status = 'finished', pid = NULL").run();
  db.close();
  copyFileSync(databaseFile(source), databaseFile(home));
  const fill = join(home, "fill");
  try {
    writeFileSync(fill, Buffer.alloc(4 * 2 ** 20));
  } catch {
    // It took what there was.
  }
  const commands = [
    ["runs"],
    ["export", runId, "--out", home],
    ["compact"],
    ["gc"],
    ["backup", join(home, "b.tar")],
  ];
  for (const command of commands) {
    const full = await runCli(command, { home });
    expect(full.stderr, command[0]).toMatch(/The disk that holds .* is full: .*free some space/);
    expect(full.code).toBe(6);
  }
  rmSync(fill);
  for (const command of commands) expect((await runCli(command, { home })).code, command[0]).toBe(0);
}, 60_000);
