-- Rollup buckets that are complete, up to 256 a row, as columns (docs/decisions/008); db/store/rollup says how they are packed.
-- The last ones of a series stay rows of rollup. What older versions stored as rows is packed in the same transaction, by
-- db/migrate.ts.
CREATE TABLE rollup_chunk (
  series_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  first_wall_time REAL NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (series_id, number)
) WITHOUT ROWID;
