import { writeSync } from "node:fs";
import { openStore } from "../../../db/connection";
import { appendEvents } from "../../../db/store/append-events";

/**
 * Sends numbered batches of one run, each with the same steps in three series, a log line and a
 * status; prints the number of each batch after its acknowledgement.
 */
const [home, runId, batches, perBatch] = process.argv.slice(2) as [string, string, string, string];
const db = openStore(home);
for (let seq = 1; seq <= Number(batches); seq++) {
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
}
db.close();
