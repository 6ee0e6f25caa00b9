-- The points of a compacted series, 4,096 a row, in place of their rows in point; db/store/chunks says how they are packed.
-- What series of a run share, steps and wall times, is stored once. compacted: 1 where the points are in chunks, all of them.
CREATE TABLE point_axis (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  data BLOB NOT NULL
);
-- Serves: removing the axes of a run.
CREATE INDEX point_axis_by_run ON point_axis (run_id);

CREATE TABLE point_chunk (
  id INTEGER PRIMARY KEY NOT NULL,
  series_id INTEGER NOT NULL,
  first_step INTEGER NOT NULL,
  axis_id INTEGER NOT NULL,
  data BLOB NOT NULL
);
-- Serves: the chunks of a range of steps.
CREATE UNIQUE INDEX point_chunk_by_step ON point_chunk (series_id, first_step);

ALTER TABLE series ADD COLUMN compacted INTEGER NOT NULL DEFAULT 0;
