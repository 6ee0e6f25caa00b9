-- What a run's guardrails did, and why: events on its charts.
CREATE TABLE guard_action (
  id INTEGER PRIMARY KEY NOT NULL,
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  step INTEGER NOT NULL,
  wall_time REAL NOT NULL,
  -- 'exploding', 'vanishing', 'non-finite'
  kind TEXT NOT NULL,
  -- 'pause', 'retreat', 'skip-step', 'stop'
  action TEXT NOT NULL,
  series TEXT NOT NULL,
  reason TEXT NOT NULL,
  outcome TEXT NOT NULL
);
-- Serves: the actions of a run in step order.
CREATE INDEX guard_action_by_run ON guard_action (run_id, step);

-- A person lets a paused run continue; its trainer takes the request up and clears it.
ALTER TABLE run ADD COLUMN continue_requested_at INTEGER;
