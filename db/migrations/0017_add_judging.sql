-- What people change about how runs are judged. Beside each: who, and when, so that a page can say where a judgement comes from.

-- What a series of a run means, over its name and the run's own config; as `gradient-norm:generator`.
CREATE TABLE series_role (
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  series TEXT NOT NULL,
  role TEXT NOT NULL,
  author TEXT NOT NULL,
  set_at INTEGER NOT NULL,
  PRIMARY KEY (run_id, series)
) WITHOUT ROWID;

-- Thresholds in the place of detectors' defaults: of runs of one workload, or of all where its name is empty.
CREATE TABLE kept_threshold (
  workload TEXT NOT NULL,
  detector TEXT NOT NULL,
  name TEXT NOT NULL,
  value REAL NOT NULL,
  author TEXT NOT NULL,
  set_at INTEGER NOT NULL,
  PRIMARY KEY (workload, detector, name)
) WITHOUT ROWID;

-- Runs that were to be judged anew, or were judged by other thresholds than the defaults; most runs have no row.
CREATE TABLE judging (
  run_id TEXT PRIMARY KEY NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  -- How often another judgement was asked for, and how many the monitor has begun.
  asked INTEGER NOT NULL DEFAULT 0,
  begun INTEGER NOT NULL DEFAULT 0,
  asked_at INTEGER,
  -- The thresholds that it was judged by, where they are not the defaults: JSON, by detector and name.
  thresholds TEXT NOT NULL DEFAULT '{}'
);
