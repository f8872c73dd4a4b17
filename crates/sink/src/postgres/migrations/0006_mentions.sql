-- Who and what each wording names, in the order in which they come: to be asked for without its document. Where exactly,
-- stands there. What is stored already is filled in by the program, from its documents (names.rs): they are packed.
CREATE TABLE mentions (
    revision    BIGINT  NOT NULL,
    ordinal     INTEGER NOT NULL,
    -- How often it stands there.
    in_headline INTEGER NOT NULL,
    in_text     INTEGER NOT NULL,
    -- `person`, `organisation` or `place`.
    kind        TEXT    COLLATE "C" NOT NULL,
    -- The fullest spelling that the article has.
    name        TEXT    COLLATE "C" NOT NULL,
    -- What its spellings in other articles, languages and scripts have in common.
    key         TEXT    COLLATE "C" NOT NULL,
    PRIMARY KEY (revision, ordinal)
);
