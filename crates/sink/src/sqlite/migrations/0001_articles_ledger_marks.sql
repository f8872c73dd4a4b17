-- The bytes "veil" in the file's header: what tells a store of veille from any other SQLite database.
PRAGMA application_id = 1986357612;

-- One row for each wording of an article. Instants are RFC 3339 in UTC with nine decimals, so that text order is time
-- order; an unknown instant is the empty text, which sorts before all others.
CREATE TABLE revisions (
    id               INTEGER PRIMARY KEY,
    article          TEXT    NOT NULL,
    revision         TEXT    NOT NULL,
    -- The earliest capture of this wording; `document` was made from it.
    captured_at      TEXT    NOT NULL,
    capture          TEXT    NOT NULL,
    -- The latest capture of this wording. Of an article's wordings, the one captured last is current.
    last_captured_at TEXT    NOT NULL,
    last_kind        TEXT    NOT NULL,
    current          INTEGER NOT NULL,
    source           TEXT    NOT NULL,
    language         TEXT    NOT NULL,
    -- What lists are ordered by: when it was published, though never after it was captured.
    dated_at         TEXT    NOT NULL,
    -- As the page said it: a day, or an instant in its own zone.
    published_at     TEXT,
    url              TEXT,
    headline         TEXT,
    -- The whole tagged article as JSON. Last, so that reading the columns above does not touch its pages.
    document         TEXT    NOT NULL
);

CREATE UNIQUE INDEX revisions_by_article ON revisions (article, revision);

CREATE INDEX current_by_date ON revisions (dated_at DESC, article, language, source) WHERE current;

-- The topics of each wording, in the order in which a topic is read: a busy day has thousands of articles with no more
-- than a date, so the order must be complete. Rules and evidence stand in the document.
CREATE TABLE tags (
    topic    TEXT    NOT NULL,
    dated_at TEXT    NOT NULL,
    article  TEXT    NOT NULL,
    revision INTEGER NOT NULL REFERENCES revisions (id),
    PRIMARY KEY (topic, dated_at DESC, article, revision)
) WITHOUT ROWID;

CREATE INDEX tags_by_revision ON tags (revision);

-- What became of each input at each stage. The digest is that of the document: the same outcome stands here once,
-- however often it was delivered.
CREATE TABLE outcomes (
    id       INTEGER PRIMARY KEY,
    input    TEXT    NOT NULL,
    stage    TEXT    NOT NULL,
    outcome  TEXT    NOT NULL,
    digest   BLOB    NOT NULL,
    source   TEXT    NOT NULL,
    -- The URL as articles are keyed by it, without tracking parameters; as given where it is no web address.
    address  TEXT,
    at       TEXT    NOT NULL,
    reason   TEXT,
    document TEXT    NOT NULL
);

-- The outcome stands before the digest so that counting by stage reads this index alone.
CREATE UNIQUE INDEX outcomes_by_input ON outcomes (input, stage, outcome, digest);

CREATE INDEX outcomes_by_address ON outcomes (address) WHERE address IS NOT NULL;

-- What producers want remembered, written with the rows that it belongs to.
CREATE TABLE marks (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
