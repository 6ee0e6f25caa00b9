-- Every setting of a run's config by its path, for filters and sorting: 'optimizer.learningRate' -> 0.001. Settings of
-- runs that other programs train stand at the top, as those programs named them. Booleans are 0 and 1; null has no row.
CREATE TABLE run_setting (
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (run_id, path)
) WITHOUT ROWID;
-- Serves: runs whose setting is in a range, and which settings there are.
CREATE INDEX run_setting_by_path ON run_setting (path, value);

-- Kept by the database, so that no writer of configs can forget it. At most 2,000 settings a run.
CREATE TRIGGER run_settings_of_new_run AFTER INSERT ON run BEGIN
  INSERT OR REPLACE INTO run_setting (run_id, path, value)
  SELECT new.id, replace(substr(fullkey, CASE WHEN fullkey GLOB '$.settings.*' THEN 12 ELSE 3 END), '"', ''), atom
  FROM json_tree(new.config) WHERE atom IS NOT NULL LIMIT 2000;
END;
CREATE TRIGGER run_settings_of_changed_run AFTER UPDATE OF config ON run WHEN old.config <> new.config BEGIN
  DELETE FROM run_setting WHERE run_id = new.id;
  INSERT OR REPLACE INTO run_setting (run_id, path, value)
  SELECT new.id, replace(substr(fullkey, CASE WHEN fullkey GLOB '$.settings.*' THEN 12 ELSE 3 END), '"', ''), atom
  FROM json_tree(new.config) WHERE atom IS NOT NULL LIMIT 2000;
END;

INSERT OR REPLACE INTO run_setting (run_id, path, value)
SELECT run.id, substr(fullkey, 3), atom FROM run, json_tree(run.config) WHERE atom IS NOT NULL;

-- A filter and an order of the runs page by a name: the page's address without its name.
CREATE TABLE saved_view (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  query TEXT NOT NULL,
  created_at INTEGER NOT NULL
);
