-- What the people of an office write: users, sessions, tokens, what they think of articles. Few rows, read by their key or
-- all of a kind.
CREATE TABLE papers (
    kind     TEXT COLLATE "C" NOT NULL,
    key      TEXT COLLATE "C" NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (kind, key)
);

-- Who did what, when: each with the digest of the one before it, so that none can be changed or taken out unnoticed.
CREATE TABLE audit (
    number   BIGINT PRIMARY KEY,
    document TEXT COLLATE "C" NOT NULL,
    digest   TEXT COLLATE "C" NOT NULL
);
