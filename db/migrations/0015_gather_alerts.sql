-- The alert that others are told of with: the first of its run or experiment within some minutes, and of an ending that of
-- its beginning. Null for one that rings by itself.
ALTER TABLE alert ADD COLUMN gathered_into TEXT REFERENCES alert (id) ON DELETE SET NULL;
UPDATE alert SET gathered_into = (
  SELECT opened.id FROM alert AS opened WHERE opened.episode_id = alert.episode_id AND opened.event = 'opened'
) WHERE event = 'ended';
-- Serves: what is gathered into an alert.
CREATE INDEX alert_by_gathering ON alert (gathered_into);
