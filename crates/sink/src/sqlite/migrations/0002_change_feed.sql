-- Every change of an article, numbered in the order of commits: what followers read on from. AUTOINCREMENT, so that a
-- number is never given out twice, also after the feed has been cut down.
CREATE TABLE changes (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT NOT NULL,
    article  TEXT NOT NULL,
    -- The wording that was written, or that became current.
    revision TEXT NOT NULL
);

-- What is stored already is announced too, so that a follower who begins today sees all of it.
INSERT INTO changes (kind, article, revision)
SELECT iif(row_number() OVER (PARTITION BY article ORDER BY id) = 1, 'new', 'revised'), article, revision
FROM revisions
ORDER BY id;
