import { writeSync } from "node:fs";
import { sleep } from "../../../db/begin-write";
import { openStore } from "../../../db/connection";
import { appendEvents } from "../../../db/store/ingest/append-events";
import { readCursor } from "../../../db/store/runs/external-runs";

/**
 * Sends numbered batches of one run, each with the same steps in three series and a log line; prints the number of each
 * batch after its acknowledgement. Where the run is there already, it begins with the last batch that is stored. After each
 * it rests for so many milliseconds.
 */
const [home, runId, batches, perBatch, restMs = "0"] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string?,
];
const db = openStore(home);
for (let seq = Math.max(1, readCursor(db, runId).lastSeq); seq <= Number(batches); seq++) {
  const step = Array.from({ length: Number(perBatch) }, (_, index) => (seq - 1) * Number(perBatch) + index);
  const columns = { step, wallTimeMs: step, value: step.map((at) => at / 2) };
  appendEvents(db, {
    runId,
    attempt: 1,
    seq,
    series: { a: columns, b: columns, c: columns },
    log: [{ wallTimeMs: seq, level: "info", text: `batch ${seq}` }],
  });
  // Synchronous: a line that is out stands for a batch that was acknowledged.
  writeSync(1, `${seq}\n`);
  if (Number(restMs) > 0) sleep(Number(restMs));
}
db.close();
