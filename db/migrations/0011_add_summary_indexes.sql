-- Filters and orders over all runs, from indexes that hold what they ask for: a series, or a run with its config, stands on a
-- page among much else. An index that holds summaries is written whenever one changes, which would cost ingest a page a
-- series and batch; so it takes the series of a run when that has ended.
ALTER TABLE series ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;
UPDATE series SET ended = 1
  WHERE run_id IN (SELECT id FROM run WHERE status NOT IN ('queued', 'running', 'paused'));

-- Serves: filters and orders by the summaries of a name, over all runs.
CREATE INDEX series_of_ended_runs ON series (name, run_id, last_value, min, max, count, non_finite) WHERE ended = 1;
-- Serves: the same of runs that train, whose summaries change with every batch.
CREATE INDEX series_of_open_runs ON series (name, run_id) WHERE ended = 0;
-- Serves: lists of all runs that a filter over other tables chose, without reading their configs.
CREATE INDEX run_by_id ON run (id, created_at, started_at, arm_id, experiment_id);

-- Kept by the database, so that no writer of statuses can forget it. A series that is made after its run has ended is found
-- as one of an open run, by a longer way.
CREATE TRIGGER series_of_run_that_ended AFTER UPDATE OF status ON run
WHEN (old.status IN ('queued', 'running', 'paused')) <> (new.status IN ('queued', 'running', 'paused')) BEGIN
  UPDATE series SET ended = new.status NOT IN ('queued', 'running', 'paused') WHERE run_id = new.id;
END;
