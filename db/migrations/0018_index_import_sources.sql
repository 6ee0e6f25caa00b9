-- Serves: the runs that files at a place made, where they have another beginning than when they were imported.
CREATE INDEX import_position_by_source ON import_position (source);
