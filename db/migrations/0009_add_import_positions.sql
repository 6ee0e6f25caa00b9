-- How far the files of an imported run have been read: stored with the points read up to there, so that an import
-- that was killed goes on where it was, and one that is repeated adds nothing.
CREATE TABLE import_position (
  run_id TEXT PRIMARY KEY NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  format TEXT NOT NULL,
  source TEXT NOT NULL,
  position TEXT NOT NULL,
  updated_at INTEGER NOT NULL
);
