import { expect, test } from "vitest";
import { parseIngestBatch } from "../../db/store/ingest/parse-ingest-batch";
import { storeClientBatches } from "../../db/store/runs/external-runs";
import { farewell } from "../../server/cli/present/farewell";
import { startRun } from "../db/test-run";
import { freshDatabase } from "../setup/database";

test("who stops a server is told of its trainings that go on, and not of runs that other programs record", () => {
  const db = freshDatabase();
  expect(farewell(db)).toBe("Stopped.");
  storeClientBatches(db, [parseIngestBatch({ run: "theirs", attempt: 1, seq: 1 }, 0)]);
  expect(farewell(db)).toBe("Stopped.");
  startRun(db);
  expect(farewell(db)).toMatch(/^Stopped\. 1 training goes on and will be taken up at the next start/);
  startRun(db);
  expect(farewell(db)).toMatch(/^Stopped\. 2 trainings go on/);
});
