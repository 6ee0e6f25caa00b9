-- The attempts whose points the monitor has judged to their end. A run that is not here is judged again
-- from its stored points when a server starts; the detectors are deterministic, so nothing doubles.
CREATE TABLE monitoring (
  run_id TEXT PRIMARY KEY NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  completed_at INTEGER NOT NULL
);
