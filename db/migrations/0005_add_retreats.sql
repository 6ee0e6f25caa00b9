-- How often an attempt went back and replaced steps of its own: the monitor judges such a run anew.
ALTER TABLE append_cursor ADD COLUMN retreats INTEGER NOT NULL DEFAULT 0;

-- Guardrails of one arm alone, after those of the base config: "is going back better than clipping?"
ALTER TABLE arm ADD COLUMN guardrails TEXT NOT NULL DEFAULT '[]';
