-- What a run can go on from: a file under checkpoints/, named by the SHA-256 of its bytes. A file lives as long as
-- some row names it. metric: the run's outcome at that step, NaN as the text 'NaN', null where none was measured.
CREATE TABLE checkpoint (
  id INTEGER PRIMARY KEY NOT NULL,
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  -- 'last': one of the latest; 'best': the one with the best metric; 'start': where a fork begins
  kind TEXT NOT NULL,
  step INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  metric REAL,
  created_at INTEGER NOT NULL
);
-- Serves: the checkpoints of a run by kind and step; one each.
CREATE UNIQUE INDEX checkpoint_by_run ON checkpoint (run_id, kind, step);
-- Serves: whether any run still needs a file.
CREATE INDEX checkpoint_by_hash ON checkpoint (sha256);

-- Where a fork comes from: the run, and the step of its checkpoint; 0 is that run's start.
ALTER TABLE run ADD COLUMN forked_from_run_id TEXT REFERENCES run (id) ON DELETE SET NULL;
ALTER TABLE run ADD COLUMN forked_from_step INTEGER;
