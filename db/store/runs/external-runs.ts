import { GradiometerError } from "../../contract/errors";
import type { AppendReceipt, EventBatch } from "../../contract/events";
import { type IngestCursor, ingestLimits } from "../../contract/ingest";
import { ExternalConfig } from "../../contract/run-config";
import { isEnded } from "../../contract/statuses";
import type { Database } from "../../database";
import { nextChange } from "../change-counter";
import { appendInside, checkSeriesCount } from "../ingest/append-events";
import type { AboutRun, ClientBatch } from "../ingest/parse-ingest-batch";
import { type SeriesLedger, withLedger } from "../series/series-ledger";
import { configHash } from "./config-hash";
import { dateBackfilled } from "./date-backfilled";
import { unknownRun } from "./find-run";
import { heartbeat } from "./run-lifecycle";

type ToStore = Pick<ClientBatch, "events" | "about" | "arrivedAt">;

export interface ClientReceipt extends AppendReceipt {
  cancelRequested: boolean;
  continueRequested: boolean;
}

/**
 * Stores batches of runs that other programs train, all in one transaction: each as a whole or, where it is refused, not
 * at all, which then is its answer. The first batch of a run creates it. `later` keeps their points in the inbox. Throws
 * where the store takes nothing.
 */
export function storeClientBatches(
  db: Database,
  batches: readonly ToStore[],
  points: "now" | "later" = "now",
): (ClientReceipt | GradiometerError)[] {
  return withLedger(db, (ledger) =>
    batches.map((batch) => {
      try {
        return storeClientBatch(db, ledger, batch, points);
      } catch (error) {
        // A batch is refused before anything of it was written.
        if (error instanceof GradiometerError && isRefusal(error)) return error;
        throw error;
      }
    }),
  );
}

const isRefusal = ({ code }: GradiometerError) =>
  code === "invalid" || code === "conflict" || code === "not-found" || code === "too-large";

interface ExternalRun {
  workload: string;
  status: string;
  attempt: number;
}

/** The same for one, within `withLedger`. */
export function storeClientBatch(
  db: Database,
  ledger: SeriesLedger,
  { events, about, arrivedAt }: ToStore,
  points: "now" | "later" = "now",
): ClientReceipt {
  const { runId, attempt } = events;
  const run = db.statement("SELECT workload, status, attempt FROM run WHERE id = ?").get(runId) as
    | ExternalRun
    | undefined;
  if (run && run.workload !== "external")
    throw new GradiometerError(
      "conflict",
      `Run "${runId}" is recorded here by Gradiometer's own trainer; choose another id, or unset GRADIOMETER_URL where it names a server of the trainer's own GRADIOMETER_HOME`,
    );
  const settings = mergeSettings(db, runId, about);
  checkTags(db, runId, about);
  if (!run || attempt > run.attempt) {
    checkFirst(events, run);
    checkSeriesCount(ledger, events);
    if (run) reopen(db, events, arrivedAt);
    else create(db, events, arrivedAt);
  }
  const receipt = appendInside(db, ledger, events, points);
  if (receipt.outcome === "stored") {
    describe(db, runId, { ...about, config: settings });
    const { status } = events;
    if (status && isEnded(status.status)) {
      ledger.flush();
      dateBackfilled(db, runId, status.wallTimeMs === arrivedAt ? undefined : status.wallTimeMs);
    }
  }
  const { cancelRequested, continueRequested } = heartbeat(db, runId, attempt, arrivedAt);
  return { ...receipt, cancelRequested, continueRequested };
}

/** A run and an attempt begin with batch 1. */
function checkFirst({ runId, attempt, seq }: EventBatch, run: ExternalRun | undefined): void {
  if (seq === 1) return;
  throw new GradiometerError(
    "conflict",
    run
      ? `Attempt ${attempt} of run "${runId}" is new here, so batch 1 was expected, got batch ${seq}; the store is at attempt ${run.attempt}`
      : `Run "${runId}" is new here, so batch 1 was expected, got batch ${seq}; start with seq 1`,
  );
}

function create(db: Database, { runId, attempt }: EventBatch, now: number): void {
  const config = ExternalConfig.parse({ workload: "external" });
  db.statement(
    `INSERT INTO run (id, name, workload, status, seed, config, config_hash, interventions, attempt, total_steps,
       created_at, started_at, heartbeat_at, change)
     VALUES (:runId, :runId, 'external', 'running', 0, :config, :hash, '[]', :attempt, 0, :now, :now, :now, :change)`,
  ).run({
    runId,
    attempt,
    now,
    config: JSON.stringify(config),
    hash: configHash(config),
    change: nextChange(db),
  });
}

/** A new attempt goes on with the run, however the last one ended. */
function reopen(db: Database, { runId, attempt }: EventBatch, now: number): void {
  db.statement(
    `UPDATE run SET status = 'running', message = NULL, attempt = ?, heartbeat_at = ?, cancel_requested_at = NULL,
       ended_at = NULL, ended_step = NULL, steps_per_second = NULL WHERE id = ?`,
  ).run(attempt, now, runId);
}

/** The keys that a batch names replace those of before; undefined where it names none. */
function mergeSettings(db: Database, runId: string, { config }: AboutRun): AboutRun["config"] {
  if (config === undefined) return undefined;
  const stored = db.statement("SELECT config FROM run WHERE id = ?").pluck().get(runId) as string | undefined;
  const settings = { ...(stored && (JSON.parse(stored) as ExternalConfig).settings), ...config };
  const { length } = JSON.stringify(settings);
  if (length <= ingestLimits.configCharacters) return settings;
  throw new GradiometerError(
    "too-large",
    `The config of run "${runId}" would have ${length} characters in JSON; at most ${ingestLimits.configCharacters} are kept. Log what is that long as text or as files of your own`,
  );
}

function checkTags(db: Database, runId: string, { tags = [] }: AboutRun): void {
  if (tags.length === 0) return;
  const { size } = new Set([...listTags(db, runId), ...tags]);
  if (size <= ingestLimits.tags) return;
  throw new GradiometerError(
    "too-large",
    `Run "${runId}" would have ${size} tags; at most ${ingestLimits.tags} are kept. What differs from run to run belongs into its config`,
  );
}

/** What a batch says of its run; `config` is merged already. */
function describe(db: Database, runId: string, { name, config, tags, steps, seed }: AboutRun): void {
  for (const tag of tags ?? [])
    db.statement("INSERT OR IGNORE INTO run_tag (run_id, tag) VALUES (?, ?)").run(runId, tag);
  if (name !== undefined) db.statement("UPDATE run SET name = ? WHERE id = ?").run(name, runId);
  if (config === undefined && steps === undefined && seed === undefined) return;
  const stored = db.statement("SELECT config FROM run WHERE id = ?").pluck().get(runId) as string;
  const before = ExternalConfig.parse(JSON.parse(stored));
  const after: ExternalConfig = {
    ...before,
    seed: seed ?? before.seed,
    steps: steps ?? before.steps,
    settings: config ?? before.settings,
  };
  db.statement("UPDATE run SET config = ?, config_hash = ?, total_steps = ?, seed = ? WHERE id = ?").run(
    JSON.stringify(after),
    configHash(after),
    after.steps,
    after.seed,
    runId,
  );
}

/** Where the store is in a run that another program trains. */
export function readCursor(db: Database, runId: string): IngestCursor {
  const row = db
    .statement(
      `SELECT run.id AS run, status, run.attempt, coalesce(last_seq, 0) AS lastSeq, step AS lastStep,
         cancel_requested_at IS NOT NULL AS cancelRequested
       FROM run LEFT JOIN append_cursor ON append_cursor.run_id = run.id AND append_cursor.attempt = run.attempt
       WHERE run.id = ?`,
    )
    .get(runId) as (Omit<IngestCursor, "cancelRequested"> & { cancelRequested: 0 | 1 }) | undefined;
  if (!row) throw unknownRun(runId);
  return { ...row, cancelRequested: row.cancelRequested === 1 };
}

/** The tags of a run, in the order of the alphabet. */
export function listTags(db: Database, runId: string): string[] {
  return db.statement("SELECT tag FROM run_tag WHERE run_id = ? ORDER BY tag").pluck().all(runId) as string[];
}
