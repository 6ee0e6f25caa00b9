-- What a run recorded and then replaced, because it was resumed from an earlier step or a guardrail took it back: an
-- orphaned branch. `attempt` replaced it, from `from_step` on.
CREATE TABLE branch (
  id INTEGER PRIMARY KEY NOT NULL,
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  from_step INTEGER NOT NULL,
  last_step INTEGER NOT NULL,
  points INTEGER NOT NULL,
  abandoned_at INTEGER NOT NULL
);
-- Serves: the branches of a run, in the order in which they were abandoned.
CREATE INDEX branch_by_run ON branch (run_id, id);

-- As in point; read rarely and whole, so without a rollup.
CREATE TABLE abandoned_point (
  branch_id INTEGER NOT NULL REFERENCES branch (id) ON DELETE CASCADE,
  series_id INTEGER NOT NULL,
  step INTEGER NOT NULL,
  wall_time REAL NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (branch_id, series_id, step)
) WITHOUT ROWID;

-- How many values gave way to a later one for the same step.
ALTER TABLE series ADD COLUMN replaced INTEGER NOT NULL DEFAULT 0;

CREATE TABLE run_tag (
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (run_id, tag)
) WITHOUT ROWID;
