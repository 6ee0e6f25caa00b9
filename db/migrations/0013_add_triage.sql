-- What people decide about episodes. The history is what counts; the column holds where its last action led, for lists
-- and counts, and stays as it is when a detector is replayed.
ALTER TABLE episode ADD COLUMN triage TEXT NOT NULL DEFAULT 'open';

CREATE TABLE triage_entry (
  -- Never given twice: whoever undoes names it.
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  episode_id TEXT NOT NULL REFERENCES episode (id) ON DELETE CASCADE,
  action TEXT NOT NULL,
  text TEXT,
  author TEXT NOT NULL,
  -- The episode's severity as whoever acted saw it: what turns worse afterwards is opened again.
  severity TEXT NOT NULL,
  created_at INTEGER NOT NULL
);
-- Serves: the history of an episode, and its last action.
CREATE INDEX triage_entry_by_episode ON triage_entry (episode_id, id);

-- Kinds of episodes that a run is known for: those there are and those to come count as muted.
CREATE TABLE muted_kind (
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  author TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (run_id, kind)
) WITHOUT ROWID;
