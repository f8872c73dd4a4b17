-- Who and what each wording names, in the order in which they come: to be asked for without its document. Where exactly,
-- stands there.
CREATE TABLE mentions (
    revision    INTEGER NOT NULL REFERENCES revisions (id),
    ordinal     INTEGER NOT NULL,
    -- `person`, `organisation` or `place`.
    kind        TEXT    NOT NULL,
    -- The fullest spelling that the article has.
    name        TEXT    NOT NULL,
    -- What its spellings in other articles, languages and scripts have in common.
    key         TEXT    NOT NULL,
    -- How often it stands there.
    in_headline INTEGER NOT NULL,
    in_text     INTEGER NOT NULL,
    PRIMARY KEY (revision, ordinal)
) WITHOUT ROWID;

-- What is stored already has them in its documents. One that cannot be read has none: `check` tells of it.
INSERT INTO mentions (revision, ordinal, kind, name, key, in_headline, in_text)
SELECT r.id, m.key, m.value ->> '$.kind', m.value ->> '$.name', m.value ->> '$.key',
       coalesce(json_array_length(m.value, '$.headline'), 0), coalesce(json_array_length(m.value, '$.text'), 0)
FROM revisions AS r, json_each(iif(json_valid(r.document), r.document, '{}'), '$.mentions') AS m
ORDER BY r.id, m.key;
