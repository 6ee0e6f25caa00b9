-- Points that are committed and wait to be put into their series, in the order of their arrival: under load many batches
-- are put there at once. columns: 8-byte floats, little-endian; of each series its id, how many points, then their steps,
-- wall times and values.
CREATE TABLE inbox (
  id INTEGER PRIMARY KEY NOT NULL,
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  columns BLOB NOT NULL
);
