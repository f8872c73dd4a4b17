-- What the feed said that announced a page, as JSON: it travels with the capture, and a replay of the store reads it again.
ALTER TABLE captures ADD COLUMN entry TEXT COLLATE "C";
