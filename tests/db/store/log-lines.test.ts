import { expect, test } from "vitest";
import { readLog } from "../../../db/store/log-lines";
import { freshDatabase } from "../../setup/database";
import { startRun } from "../test-run";

test("a log is read from its end backwards, page by page, each page oldest first", () => {
  const db = freshDatabase();
  const other = startRun(db);
  const { runId, send } = startRun(db);
  const line = (text: string) => ({ wallTimeMs: 1, level: "info" as const, text });
  for (let index = 0; index < 5; index++) {
    send({ log: [line(`line ${index}`)] });
    other.send({ log: [line("not this one")] });
  }
  const newest = readLog(db, { runId, limit: 2 });
  expect(newest.lines.map(({ text }) => text)).toEqual(["line 3", "line 4"]);
  const older = readLog(db, { runId, limit: 2, before: newest.nextBefore ?? 0 });
  expect(older.lines.map(({ text }) => text)).toEqual(["line 1", "line 2"]);
  const oldest = readLog(db, { runId, limit: 2, before: older.nextBefore ?? 0 });
  expect(oldest.lines.map(({ text }) => text)).toEqual(["line 0"]);
  expect(oldest.nextBefore).toBeNull();
  expect(readLog(db, { runId: "nobody" })).toEqual({ lines: [], nextBefore: null });
});
