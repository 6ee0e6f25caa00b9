import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { describe, expect, test, vi } from "vitest";
import { databaseFile } from "../../../db/home";
import { migrations } from "../../../db/migrate";
import { distFile } from "../../../db/package-root";
import { deposit } from "../../../db/store/ingest/inbox";
import { withLedger } from "../../../db/store/series/series-ledger";
import { runCli } from "../../cli/run-cli";
import { columnsOf, startRun } from "../../db/test-run";
import { emptyHome, freshDatabase, freshHome } from "../../setup/database";
import { smallDisk } from "../support/small-disk";

// For hanging, not for speed: a command takes a third of a second of its own, and there are some.
vi.setConfig({ testTimeout: 180_000 });

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;
const anotherUserMayRun =
  isRoot &&
  spawnSync(process.execPath, [distFile("server/cli/main.js"), "--version"], { uid: nobody, gid: nobody })
    .status === 0;

const steps = 3000;
const lines = (count: number) =>
  Array.from(
    { length: count },
    (_, step) => `{"step":${step},"wallTimeMs":${wallTime(step)},"metrics":{"loss":${step / 7}}}\n`,
  ).join("");
const wallTime = (step: number) => columnsOf([[step, 0]]).wallTimeMs[0];
const points = (from: number, to: number) =>
  columnsOf(Array.from({ length: to - from }, (_, index) => [from + index, (from + index) / 7] as const));

/** A home of one run that has ended, and a function that closes its database: until then its log is beside it. */
function recordedHome() {
  const home = freshHome();
  const db = freshDatabase(home);
  db.sqlite.pragma("wal_checkpoint(TRUNCATE)");
  const { runId, send } = startRun(db);
  send({ series: { loss: points(0, steps) } });
  db.statement("UPDATE run SET status = 'finished', pid = NULL").run();
  return { home, db, runId };
}

/** A place on a file system that is made read-only once the home is there. */
function readOnlyCopy(home: string): string | undefined {
  const disk = smallDisk(64);
  if (!disk) return undefined;
  // Any user may come there.
  chmodSync(dirname(disk), 0o755);
  const place = join(disk, "home");
  cpSync(home, place, { recursive: true });
  chmodSync(place, 0o755);
  execFileSync("mount", ["-o", "remount,ro", disk], { stdio: "ignore" });
  return place;
}

/** The command line with a folder for temporary files of its own. */
function commandLine(home: string, options: { uid?: number; temporary?: string } = {}) {
  const elsewhere = emptyHome();
  const temporary = options.temporary ?? join(elsewhere, "tmp");
  mkdirSync(temporary, { recursive: true });
  for (const folder of [elsewhere, temporary]) chmodSync(folder, 0o777);
  const env = { GRADIOMETER_HOME: home, TMPDIR: temporary };
  const call = (...args: string[]) =>
    runCli(args, { home: elsewhere, env, ...(options.uid === undefined ? {} : { uid: options.uid }) });
  return { call, elsewhere, temporary };
}

/** All that was acknowledged is read, and nothing is left behind; what writes says why it cannot. */
async function expectReads(home: string, runId: string, options: { uid?: number; count?: number } = {}) {
  const before = readdirSync(home).sort();
  const { call, temporary } = commandLine(home, options);
  const exported = await call("export", runId, "--format", "jsonl", "--out", "-");
  expect([exported.code, exported.stderr]).toEqual([0, expect.any(String)]);
  expect(exported.stdout).toBe(lines(options.count ?? steps));
  const trained = await call("train", "ring-gan");
  expect([trained.code, trained.stderr]).toEqual([
    6,
    expect.stringContaining(`${databaseFile(home)} or its folder is read-only for this user`),
  ]);
  expect(readdirSync(temporary)).toEqual([]);
  expect(readdirSync(home).sort()).toEqual(before);
}

describe("on a read-only file system", () => {
  test("a home that was closed in order is read, by root and by another user", async ({ skip }) => {
    const { home, db, runId } = recordedHome();
    db.close();
    const place = readOnlyCopy(home) ?? skip("only root may mount a file system");
    await expectReads(place, runId);
    if (anotherUserMayRun) await expectReads(place, runId, { uid: nobody });
    const { call, elsewhere } = commandLine(place);
    for (const command of [
      ["runs"],
      ["show", runId],
      ["episodes"],
      ["diagnose", runId],
      ["backtest", "--runs", "status = finished"],
      ["gc", "--dry-run"],
      ["retention"],
      ["doctor"],
      ["backup", join(elsewhere, "backup.tar")],
    ]) {
      const { code, stderr } = await call(...command);
      expect([command[0], code, stderr]).toEqual([command[0], 0, expect.stringContaining("reading a copy")]);
    }
  });

  test("a home as a crash leaves it is read with its log and with the points that wait in its inbox", async ({
    skip,
  }) => {
    const { home, db, runId } = recordedHome();
    withLedger(db, (ledger) => deposit(db, ledger, runId, { loss: points(steps, steps + 50) }));
    expect(existsSync(`${databaseFile(home)}-wal`)).toBe(true);
    const place = readOnlyCopy(home) ?? skip("only root may mount a file system");
    const { call } = commandLine(place);
    const doctor = await call("doctor");
    expect([doctor.code, doctor.stdout]).toEqual([0, expect.stringContaining("points wait")]);
    await expectReads(place, runId, { count: steps + 50 });
  });

  test("a home whose log was copied without its index is read with that log", async ({ skip }) => {
    const { home, runId } = recordedHome();
    const copied = emptyHome();
    for (const suffix of ["", "-wal"])
      copyFileSync(databaseFile(home) + suffix, databaseFile(copied) + suffix);
    const place = readOnlyCopy(copied) ?? skip("only root may mount a file system");
    await expectReads(place, runId);
  });

  test("a home of the first version is read as this one stores it", async ({ skip }) => {
    const home = emptyHome();
    const first = new BetterSqlite3(databaseFile(home));
    first.exec(migrations()[0]?.sql ?? "");
    first.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA application_id = 0x47726164;
      PRAGMA user_version = 1;
      INSERT INTO migration VALUES (1, '0001_create_store', 0);
      INSERT INTO run (id, name, workload, status, seed, config, config_hash, interventions, total_steps, created_at, change)
        VALUES ('first', 'first', 'ring-gan', 'finished', 0, '{}', '', '[]', 2, 1, 1);
      INSERT INTO series (id, run_id, name, buckets, count, first_step, last_step, last_value, min, max)
        VALUES (1, 'first', 'loss', 1, 2, 0, 1, 0.5, 0.5, 0.75);
      INSERT INTO point VALUES (1, 0, 10, 0.75), (1, 1, 20, 0.5);`);
    first.close();
    const place = readOnlyCopy(home) ?? skip("only root may mount a file system");
    expect(await commandLine(place).call("export", "first", "--out", "-")).toMatchObject({
      code: 0,
      stdout: "step,wallTimeMs,series,value\n0,10,loss,0.75\n1,20,loss,0.5\n",
    });
  });

  test("a copy for which there is no room is refused with its size and the way out", async ({ skip }) => {
    const { home, db } = recordedHome();
    db.close();
    const place = readOnlyCopy(home) ?? skip("only root may mount a file system");
    const temporary = smallDisk(1) ?? skip("only root may mount a file system");
    const { code, stderr } = await commandLine(place, { temporary }).call("runs");
    expect([code, stderr]).toEqual([
      6,
      expect.stringMatching(
        /has no room for one of 1 MiB: it has 1 MiB free\. Set TMPDIR to a folder that has/,
      ),
    ]);
  });
});

test.skipIf(!anotherUserMayRun)(
  "a home that another user may read and not write is read, also while it is in use",
  async () => {
    const { home, db, runId } = recordedHome();
    for (const file of [home, ...readdirSync(home).map((name) => join(home, name))]) chmodSync(file, 0o755);
    await expectReads(home, runId, { uid: nobody });
    db.close();
    await expectReads(home, runId, { uid: nobody });
  },
);

test.skipIf(!anotherUserMayRun)(
  "a home that another user may not read says so, to whatever command",
  async () => {
    const { home, db, runId } = recordedHome();
    db.close();
    for (const closed of [databaseFile(home), home]) {
      chmodSync(home, 0o755);
      chmodSync(closed, 0o600);
      for (const command of [
        ["runs"],
        ["export", runId],
        ["doctor"],
        ["backup", "b.tar"],
        ["train", "ring-gan"],
        ["db", "migrate"],
        ["start", "--port", "0"],
      ]) {
        const { code, stdout, stderr } = await commandLine(home, { uid: nobody }).call(...command);
        expect([command[0], code, stdout + stderr]).toEqual([
          command[0],
          6,
          expect.stringContaining(`This user may not open ${databaseFile(home)}`),
        ]);
      }
    }
  },
);
