-- How many outcomes there are of each kind, and the row of the latest; the empty reason for none. Kept with each batch: counted
-- anew, the whole ledger was read at the beginning and the end of each replay, and whenever somebody asked how things stand.
CREATE TABLE tallies (
    stage   TEXT   COLLATE "C" NOT NULL,
    outcome TEXT   COLLATE "C" NOT NULL,
    reason  TEXT   COLLATE "C" NOT NULL,
    number  BIGINT NOT NULL,
    latest  BIGINT NOT NULL,
    PRIMARY KEY (stage, outcome, reason)
) WITH (fillfactor = 70);

INSERT INTO tallies (stage, outcome, reason, number, latest)
SELECT stage, outcome, coalesce(reason, ''), count(*), max(id) FROM outcomes GROUP BY 1, 2, 3;

-- The outcomes of files, few where an office fetches: who asks for one by the end of its path looks through these alone. By rows,
-- for a path may be longer than an index takes.
CREATE INDEX outcomes_of_files ON outcomes (id) WHERE stage = 'capture';
