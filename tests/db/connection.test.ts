import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, inject, test } from "vitest";
import { openDatabase, openStore } from "../../db/connection";
import { databaseFile } from "../../db/home";
import { migrate, migrations } from "../../db/migrate";
import { packageRoot } from "../../db/package-root";
import { appendEvents } from "../../db/store/ingest/append-events";
import { listRuns } from "../../db/store/runs/runs";
import { readSeries } from "../../db/store/series/read-series";
import { emptyHome, freshDatabase, freshHome } from "../setup/database";
import { outputOf, startScript } from "./run-script";
import { columnsOf, startRun } from "./test-run";

const unusable = (message: string) =>
  expect.objectContaining({ code: "storage-unusable", message: expect.stringContaining(message) });

test("a store is created where there is none, in the newest version", () => {
  const home = join(emptyHome(), "new", "folder");
  const db = openStore(home);
  expect(db.sqlite.pragma("user_version", { simple: true })).toBe(migrations().length);
  expect(db.sqlite.pragma("journal_mode", { simple: true })).toBe("wal");
  expect(db.sqlite.prepare("SELECT name FROM migration ORDER BY number").pluck().all()).toEqual(
    migrations().map(({ name }) => name),
  );
  db.close();
  openStore(home).close();
});

test("processes that start at one moment on a new home all succeed", async () => {
  const home = emptyHome();
  const startAt = String(Date.now() + 1500);
  const children = await Promise.all(
    Array.from({ length: 8 }, () => startScript("open-store", [home, startAt])),
  );
  const outputs = await Promise.all(children.map(outputOf));
  expect(outputs.map(({ lines, errors }) => errors || lines)).toEqual(
    Array(8).fill([`version ${migrations().length}`]),
  );
});

test("a home without a database says how to get one", () => {
  const file = databaseFile(emptyHome());
  expect(() => openDatabase(file)).toThrow(
    expect.objectContaining({ code: "not-found", message: expect.stringContaining(file) }),
  );
});

test("a file that is not a database is refused and left as it was", () => {
  const home = emptyHome();
  writeFileSync(databaseFile(home), "a diary, rather long\n".repeat(100));
  expect(() => openStore(home)).toThrow(unusable("found another kind of file"));
  expect(readFileSync(databaseFile(home), "utf8")).toBe("a diary, rather long\n".repeat(100));
});

test("the database of another program is refused and left as it was", () => {
  const home = emptyHome();
  const other = new BetterSqlite3(databaseFile(home));
  other.exec("CREATE TABLE recipe (name TEXT)");
  other.close();
  const before = readFileSync(databaseFile(home));
  expect(() => openStore(home)).toThrow(unusable("is a database of another program"));
  expect(() => openDatabase(databaseFile(home))).toThrow(unusable("is a database of another program"));
  expect(readFileSync(databaseFile(home)).equals(before)).toBe(true);
});

test("a database of a newer version names both versions and what to do", () => {
  const home = freshHome();
  const newer = migrations().length + 3;
  const raw = new BetterSqlite3(databaseFile(home));
  raw.pragma(`user_version = ${newer}`);
  raw.close();
  const message = `is of version ${newer}, this Gradiometer reads up to version ${migrations().length}; install the newer Gradiometer`;
  expect(() => openStore(home)).toThrow(unusable(message));
  expect(() => openDatabase(databaseFile(home))).toThrow(unusable(message));
});

test("a database of an older version is migrated with what it holds; without migrating it is refused", () => {
  const home = emptyHome();
  const raw = new BetterSqlite3(databaseFile(home));
  const [first] = migrations();
  raw.exec(first?.sql ?? "");
  raw.exec("INSERT INTO migration VALUES (1, '0001_create_store', 0)");
  raw.pragma("application_id = 0x47726164");
  raw.pragma("user_version = 1");
  raw.exec("INSERT INTO setting VALUES ('webhookUrl', '\"http://localhost/hook\"', 0)");
  raw.close();
  expect(() => openDatabase(databaseFile(home))).toThrow(unusable("is of version 1"));
  const db = openStore(home);
  expect(db.sqlite.prepare("SELECT value FROM setting").pluck().get()).toBe('"http://localhost/hook"');
  expect(db.sqlite.pragma("user_version", { simple: true })).toBe(migrations().length);
  db.close();
});

test("a migration that fails leaves the database in its old version, whole", () => {
  const db = freshDatabase();
  const next = {
    number: migrations().length + 1,
    name: "broken",
    sql: "CREATE TABLE half (a); CREATE TABEL",
  };
  expect(() => migrate(db, [...migrations(), next])).toThrow("syntax error");
  expect(db.sqlite.pragma("user_version", { simple: true })).toBe(migrations().length);
  expect(db.sqlite.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'half'").get()).toBeUndefined();
});

test("a folder where the home cannot be made is named", () => {
  const home = join(emptyHome(), "taken");
  writeFileSync(home, "");
  expect(() => openStore(home)).toThrow(unusable(databaseFile(home)));
});

test("a damaged database is refused with the way to save what is readable", () => {
  const home = emptyHome();
  const whole = readFileSync(inject("baseDatabase"));
  whole.fill(0xff, 100, 4096);
  writeFileSync(databaseFile(home), whole);
  expect(() => openStore(home)).toThrow(unusable("is damaged"));
});

const isRoot = process.getuid?.() === 0;
/** Whether any user can run this Node and read this package. */
const isOpenToAll = [process.execPath, packageRoot()].every(function everyFolder(path): boolean {
  return (statSync(path).mode & 0o005) !== 0 && (dirname(path) === path || everyFolder(dirname(path)));
});

test.skipIf(isRoot && !isOpenToAll)("a read-only database is refused with the way out", async () => {
  const home = emptyHome();
  mkdirSync(join(home, "kept"));
  copyFileSync(inject("baseDatabase"), databaseFile(join(home, "kept")));
  chmodSync(databaseFile(join(home, "kept")), 0o444);
  chmodSync(join(home, "kept"), 0o555);
  chmodSync(home, 0o755);
  // Root may write anywhere: the process gives that up.
  const nobody = isRoot ? { uid: 65_534 } : {};
  const { lines, errors } = await outputOf(
    await startScript("open-store", [join(home, "kept"), "0"], nobody),
  );
  chmodSync(join(home, "kept"), 0o755);
  expect(errors).toBe("");
  expect(lines).toEqual([
    `storage-unusable: ${databaseFile(join(home, "kept"))} or its folder is read-only for this user; make both writable or name a folder that is (for the data home: GRADIOMETER_HOME)`,
  ]);
});

test("a full disk undoes the batch, keeps what was stored, and the batch fits once there is space", () => {
  const db = freshDatabase();
  const { runId, send } = startRun(db);
  const points = (from: number) =>
    columnsOf(Array.from({ length: 5000 }, (_, index) => [from + index, Math.random()]));
  send({ series: { accuracy: points(0) } });
  const pages = db.sqlite.pragma("page_count", { simple: true }) as number;
  db.sqlite.pragma(`max_page_count = ${pages + 5}`);
  const batch = { runId, attempt: 1, seq: 2, series: { accuracy: points(5000) } };
  expect(() => appendEvents(db, batch)).toThrow(
    expect.objectContaining({ code: "storage-full", message: expect.stringContaining("free some space") }),
  );
  expect(readSeries(db, { runId })[0]?.count).toBe(5000);
  db.sqlite.pragma("max_page_count = 1000000");
  expect(appendEvents(db, batch)).toEqual({ outcome: "stored", points: 5000, replaced: 0 });
});

test("a database opened for reading reads and does not write", () => {
  const home = freshHome();
  const writer = freshDatabase(home);
  const { runId } = startRun(writer);
  const reader = openDatabase(databaseFile(home), { readonly: true });
  expect(listRuns(reader).rows.map(({ id }) => id)).toEqual([runId]);
  expect(() => appendEvents(reader, { runId, attempt: 1, seq: 1 })).toThrow(unusable("read-only"));
  reader.close();
  expect(existsSync(databaseFile(home))).toBe(true);
});
