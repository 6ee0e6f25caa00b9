-- Gradiometer's store. Times are milliseconds since 1970-01-01 UTC; JSON columns hold UTF-8 JSON.
-- Columns declared REAL that may hold a non-finite number hold NaN as the text 'NaN' and the
-- infinities as REAL Inf and -Inf (docs/decisions/002-non-finite-encoding.md).

CREATE TABLE migration (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  applied_at INTEGER NOT NULL
) STRICT;

-- One counter for every change that pages and the monitor follow: whoever has seen n asks for > n.
CREATE TABLE change_counter (
  id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
  value INTEGER NOT NULL
) STRICT;
INSERT INTO change_counter (id, value) VALUES (1, 0);

CREATE TABLE experiment (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  question TEXT NOT NULL,
  workload TEXT NOT NULL,
  source TEXT NOT NULL,
  config TEXT NOT NULL,
  seeds INTEGER NOT NULL,
  first_seed INTEGER NOT NULL,
  created_at INTEGER NOT NULL
);

CREATE TABLE arm (
  id TEXT PRIMARY KEY NOT NULL,
  experiment_id TEXT NOT NULL REFERENCES experiment (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  interventions TEXT NOT NULL
);
-- Serves: the arms of an experiment in their order.
CREATE UNIQUE INDEX arm_by_experiment ON arm (experiment_id, position);

CREATE TABLE run (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  workload TEXT NOT NULL,
  status TEXT NOT NULL,
  message TEXT,
  seed INTEGER NOT NULL,
  config TEXT NOT NULL,
  config_hash TEXT NOT NULL,
  interventions TEXT NOT NULL,
  experiment_id TEXT REFERENCES experiment (id) ON DELETE SET NULL,
  arm_id TEXT REFERENCES arm (id) ON DELETE SET NULL,
  environment TEXT,
  backend TEXT,
  attempt INTEGER NOT NULL DEFAULT 0,
  pid INTEGER,
  pid_started_at INTEGER,
  heartbeat_at INTEGER,
  cancel_requested_at INTEGER,
  step INTEGER,
  step_at INTEGER,
  steps_per_second REAL,
  total_steps INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  ended_step INTEGER,
  change INTEGER NOT NULL
);
-- Serves: the runs page, newest first.
CREATE INDEX run_by_creation ON run (created_at);
-- Serves: the runs of an experiment and of its arms.
CREATE INDEX run_by_experiment ON run (experiment_id, arm_id);
-- Serves: running runs (heartbeat watch, slots) and counts by status.
CREATE INDEX run_by_status ON run (status, heartbeat_at);
-- Serves: changes since a counter.
CREATE INDEX run_by_change ON run (change);

CREATE TABLE series (
  id INTEGER PRIMARY KEY NOT NULL,
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  bucket_steps INTEGER NOT NULL DEFAULT 64,
  buckets INTEGER NOT NULL DEFAULT 0,
  count INTEGER NOT NULL DEFAULT 0,
  non_finite INTEGER NOT NULL DEFAULT 0,
  first_step INTEGER,
  last_step INTEGER,
  last_value REAL,
  min REAL,
  max REAL
);
-- Serves: a series by its name, and the series of a run.
CREATE UNIQUE INDEX series_by_run ON series (run_id, name);

-- No foreign key to series: it would cost a look-up for each point, and only appendEvents writes here.
CREATE TABLE point (
  series_id INTEGER NOT NULL,
  step INTEGER NOT NULL,
  wall_time REAL NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (series_id, step)
) WITHOUT ROWID;

-- Bucket b of a series covers the steps [b * bucket_steps, (b + 1) * bucket_steps).
CREATE TABLE rollup (
  series_id INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  count INTEGER NOT NULL,
  non_finite INTEGER NOT NULL,
  min REAL,
  max REAL,
  sum REAL NOT NULL,
  first_step INTEGER NOT NULL,
  first_wall_time REAL NOT NULL,
  first_value REAL NOT NULL,
  last_step INTEGER NOT NULL,
  last_wall_time REAL NOT NULL,
  last_value REAL NOT NULL,
  PRIMARY KEY (series_id, bucket)
) WITHOUT ROWID;

-- The last batch stored of each attempt, and the first step that the attempt wrote.
CREATE TABLE append_cursor (
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  first_step INTEGER,
  PRIMARY KEY (run_id, attempt)
) WITHOUT ROWID;

CREATE TABLE episode (
  id TEXT PRIMARY KEY NOT NULL,
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  series TEXT NOT NULL,
  start_step INTEGER NOT NULL,
  end_step INTEGER NOT NULL,
  alarm_step INTEGER NOT NULL,
  peak_step INTEGER NOT NULL,
  peak_value REAL NOT NULL,
  severity TEXT NOT NULL,
  severity_reason TEXT NOT NULL,
  state TEXT NOT NULL,
  evidence TEXT NOT NULL,
  detected_at INTEGER NOT NULL,
  closed_at INTEGER,
  -- Set when a resumed run replaced the steps of the episode; such an episode is no longer listed.
  abandoned_at INTEGER,
  change INTEGER NOT NULL
);
-- Serves: the episodes of a run, their counts, and the identity under which one is updated.
CREATE UNIQUE INDEX episode_by_identity ON episode (run_id, kind, series, start_step);
-- Serves: the episodes page, newest first.
CREATE INDEX episode_by_detection ON episode (detected_at);
-- Serves: changes since a counter.
CREATE INDEX episode_by_change ON episode (change);

CREATE TABLE media (
  id INTEGER PRIMARY KEY NOT NULL,
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  step INTEGER NOT NULL,
  wall_time REAL NOT NULL,
  sha256 TEXT NOT NULL,
  mime_type TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes INTEGER NOT NULL
);
-- Serves: the samples of a run in step order; one image per name and step.
CREATE UNIQUE INDEX media_by_run ON media (run_id, name, step);
-- Serves: whether a file is known before it is sent out.
CREATE INDEX media_by_hash ON media (sha256);

CREATE TABLE log_line (
  id INTEGER PRIMARY KEY NOT NULL,
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  wall_time REAL NOT NULL,
  level TEXT NOT NULL,
  text TEXT NOT NULL
);
-- Serves: a page of a run's log, newest first.
CREATE INDEX log_line_by_run ON log_line (run_id, id);

-- The queue. AUTOINCREMENT: a number is never used twice, so the order of the queue is that of the ids.
CREATE TABLE launch (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  queued_at INTEGER NOT NULL,
  started_at INTEGER,
  cancelled_at INTEGER
);
-- Serves: the waiting launches; a run waits at most once.
CREATE UNIQUE INDEX launch_waiting ON launch (run_id) WHERE started_at IS NULL AND cancelled_at IS NULL;
-- Serves: launches of a run (started but never claimed).
CREATE INDEX launch_by_run ON launch (run_id);

CREATE TABLE setting (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL,
  updated_at INTEGER NOT NULL
);

CREATE TABLE alert (
  id TEXT PRIMARY KEY NOT NULL,
  episode_id TEXT NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  event TEXT NOT NULL,
  severity TEXT NOT NULL,
  title TEXT NOT NULL,
  sentence TEXT NOT NULL,
  start_step INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER,
  change INTEGER NOT NULL
);
-- Serves: an episode alerts once when it opens and once when it ends.
CREATE UNIQUE INDEX alert_by_episode ON alert (episode_id, event);
-- Serves: the bell's history, newest first.
CREATE INDEX alert_by_creation ON alert (created_at);
-- Serves: the count of unseen alerts.
CREATE INDEX alert_unseen ON alert (seen_at) WHERE seen_at IS NULL;
-- Serves: changes since a counter.
CREATE INDEX alert_by_change ON alert (change);

-- The outbox: a row is written with its alert and stays until it was delivered or given up.
CREATE TABLE delivery (
  id INTEGER PRIMARY KEY NOT NULL,
  alert_id TEXT NOT NULL REFERENCES alert (id) ON DELETE CASCADE,
  target TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  next_attempt_at INTEGER,
  delivered_at INTEGER
);
-- Serves: the deliveries of an alert; one per target.
CREATE UNIQUE INDEX delivery_by_alert ON delivery (alert_id, target);
-- Serves: the deliveries that are due.
CREATE INDEX delivery_due ON delivery (next_attempt_at) WHERE state = 'pending';
