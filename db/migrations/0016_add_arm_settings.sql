-- Settings in which an arm differs from the config of its experiment: a JSON list of "key=value".
ALTER TABLE arm ADD COLUMN settings TEXT NOT NULL DEFAULT '[]';
