-- How many outcomes there are of each kind, and the row of the latest; the empty reason for none. Kept with each batch: counted from
-- an index, each of the three outcomes that an article has stood there once more. The index has those with a reason alone,
-- which are few and looked for.
CREATE TABLE tallies (
    stage   TEXT    NOT NULL,
    outcome TEXT    NOT NULL,
    reason  TEXT    NOT NULL,
    number  INTEGER NOT NULL,
    latest  INTEGER NOT NULL,
    PRIMARY KEY (stage, outcome, reason)
) WITHOUT ROWID;

INSERT INTO tallies (stage, outcome, reason, number, latest)
SELECT stage, outcome, coalesce(reason, ''), count(*), max(id) FROM outcomes GROUP BY stage, outcome, reason;

DROP INDEX outcomes_by_kind;

CREATE INDEX outcomes_by_kind ON outcomes (stage, outcome, reason) WHERE reason IS NOT NULL;

-- Articles are found by the last letters of their names. Names are digests, so each article of a batch lies on another page
-- of this index, and each of these pages is written: the fewer the better. That no wording stands twice follows from the plan of
-- each batch, drawn by the one who writes, and `check` looks.
DROP INDEX revisions_by_article;

CREATE INDEX revisions_by_article ON revisions (substr(article, -8));
