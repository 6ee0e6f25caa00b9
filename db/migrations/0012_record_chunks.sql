-- Points are recorded as chunks (docs/decisions/007). chunked: 1 where those of a series are; 0 where an older version recorded
-- them as rows of point, which stay until the run goes on or is compacted. compacted: 1 where they are packed for good.
ALTER TABLE series ADD COLUMN chunked INTEGER NOT NULL DEFAULT 0;
UPDATE series SET chunked = compacted;

-- Serves: whether an axis is in use.
CREATE INDEX point_chunk_by_axis ON point_chunk (axis_id);
