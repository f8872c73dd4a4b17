-- What can be asked for stands in columns and tables of its own: origins, weights, quotations, counts, withdrawals; and
-- captures are kept. What is stored already is written again, by the program, from its documents (filling.rs), because
-- the document stays the last column.
DROP INDEX revisions_by_article;
DROP INDEX current_by_date;
DROP TABLE tags;
ALTER TABLE revisions RENAME TO revisions_2;
DROP INDEX outcomes_by_input;
DROP INDEX outcomes_by_address;
ALTER TABLE outcomes RENAME TO outcomes_2;

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
    -- What it is counted under: a quarter of an hour in UTC, `2025-10-25T08:15`; a day where no more is known.
    slot             TEXT    NOT NULL,
    -- As the page said it: a day, or an instant in its own zone.
    published_at     TEXT,
    url              TEXT,
    -- The URL as the ledger has addresses, where the article's id is not made of it.
    address          TEXT,
    headline         TEXT,
    -- Whose text it is.
    origin_kind      TEXT,
    origin_outlet    TEXT,
    origin_url       TEXT,
    -- The first 128 bits of the document's SHA-256.
    digest           BLOB    NOT NULL,
    -- The whole tagged article as JSON. Last, so that reading the columns above does not touch its pages.
    document         TEXT    NOT NULL
);

CREATE UNIQUE INDEX revisions_by_article ON revisions (article, revision);

CREATE INDEX current_by_date ON revisions (dated_at DESC, article, language, source) WHERE current;

CREATE INDEX revisions_by_address ON revisions (address) WHERE address IS NOT NULL;

-- The topics of each wording, in the order in which a topic is read: a busy day has thousands of articles with no more
-- than a date, so the order must be complete. Evidence stands in the document.
CREATE TABLE tags (
    topic    TEXT    NOT NULL,
    dated_at TEXT    NOT NULL,
    article  TEXT    NOT NULL,
    revision INTEGER NOT NULL REFERENCES revisions (id),
    -- The version of the rule that decided.
    rule     TEXT    NOT NULL,
    -- How much the article is about the topic.
    weight   INTEGER NOT NULL,
    PRIMARY KEY (topic, dated_at DESC, article, revision)
) WITHOUT ROWID;

CREATE INDEX tags_by_revision ON tags (revision);

-- Who is quoted in each wording, in the order of its text.
CREATE TABLE quotations (
    revision    INTEGER NOT NULL REFERENCES revisions (id),
    ordinal     INTEGER NOT NULL,
    -- The folded words of the speaker's name, with a space between; empty where nobody is named.
    speaker_key TEXT    NOT NULL,
    dated_at    TEXT    NOT NULL,
    article     TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    "start"     INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    exact       TEXT    NOT NULL,
    speaker     TEXT,
    role        TEXT,
    cue         TEXT,
    PRIMARY KEY (revision, ordinal)
) WITHOUT ROWID;

CREATE INDEX quotations_by_speaker ON quotations (speaker_key, dated_at DESC, article);

-- How many articles there are, by their current wordings. The empty topic counts all articles. Never 0.
CREATE TABLE counts (
    topic    TEXT    NOT NULL,
    slot     TEXT    NOT NULL,
    language TEXT    NOT NULL,
    source   TEXT    NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (topic, slot, language, source)
) WITHOUT ROWID;

-- The articles that their publishers no longer have, as the ledger says.
CREATE TABLE withdrawals (
    article      TEXT NOT NULL PRIMARY KEY,
    withdrawn_at TEXT NOT NULL
) WITHOUT ROWID;

-- What became of each input at each stage. The same outcome stands here once, however often it was delivered. Inputs and
-- documents are told by the first 64 bits of their SHA-256: inputs fall all over their index, which is written in whole
-- pages, and an article has three outcomes.
CREATE TABLE outcomes (
    id        INTEGER PRIMARY KEY,
    input_key INTEGER NOT NULL,
    digest    INTEGER NOT NULL,
    stage     TEXT    NOT NULL,
    outcome   TEXT    NOT NULL,
    source    TEXT    NOT NULL,
    -- The URL as articles are keyed by it, without tracking parameters; as given where it is no web address.
    address   TEXT,
    at        TEXT    NOT NULL,
    reason    TEXT,
    -- The input of the first stage: a file, or a record of one.
    file      TEXT,
    document  TEXT    NOT NULL
);

CREATE UNIQUE INDEX outcomes_by_input ON outcomes (input_key, digest);

-- So that they are counted without being read.
CREATE INDEX outcomes_by_kind ON outcomes (stage, outcome, reason);

CREATE INDEX outcomes_by_address ON outcomes (address) WHERE address IS NOT NULL;

CREATE INDEX outcomes_of_files ON outcomes (file) WHERE file IS NOT NULL;

-- The answers that make an article withdrawn, few among very many outcomes.
CREATE INDEX outcomes_of_the_gone ON outcomes (address, at)
WHERE stage = 'fetch' AND outcome = 'discarded' AND reason IN ('http_404', 'http_410');

-- Captures as they were received. AUTOINCREMENT, so that whoever reads on from a row misses none.
CREATE TABLE captures (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    capture     TEXT NOT NULL UNIQUE,
    digest      TEXT NOT NULL,
    kind        TEXT NOT NULL,
    source      TEXT NOT NULL,
    url         TEXT,
    -- The URL as the ledger has addresses.
    address     TEXT,
    captured_at TEXT NOT NULL,
    status      INTEGER,
    media_type  TEXT,
    -- As JSON.
    headers     TEXT NOT NULL,
    -- When it came here: what it is kept by. An archive of last year is to be kept for as many days as this morning's.
    stored_at   TEXT NOT NULL
);

CREATE INDEX captures_by_address ON captures (address) WHERE address IS NOT NULL;

CREATE INDEX captures_by_digest ON captures (digest);

CREATE INDEX captures_by_storing ON captures (stored_at);

-- Their bytes, equal ones once: named by a digest, with the length as received, compressed with zstd.
CREATE TABLE bodies (
    digest TEXT    NOT NULL PRIMARY KEY,
    bytes  INTEGER NOT NULL,
    packed BLOB    NOT NULL
);

-- What may not be stored again: ids of articles, and ids made of the addresses that they were captured from.
CREATE TABLE forgotten (
    key TEXT NOT NULL PRIMARY KEY
) WITHOUT ROWID;

-- What this store is called, so that an index made of another is not taken for its own.
CREATE TABLE identity (
    name TEXT NOT NULL
);

INSERT INTO identity VALUES (lower(hex(randomblob(16))));

-- What each article is to others, as whoever joins stories found: whose text it is a copy of, of which story it tells. `at`
-- is in seconds since 1970.
CREATE TABLE told (
    article  TEXT    NOT NULL PRIMARY KEY,
    revision TEXT    NOT NULL,
    at       INTEGER,
    story    TEXT    NOT NULL,
    -- The first of its originals, and the second of a text that was made of two.
    original TEXT,
    second   TEXT,
    -- The rest, as JSON.
    document TEXT    NOT NULL
) WITHOUT ROWID;

CREATE INDEX told_by_story ON told (story, at, article);

CREATE INDEX told_by_original ON told (original) WHERE original IS NOT NULL;

CREATE INDEX told_by_second ON told (second) WHERE second IS NOT NULL;

-- Stories of two articles and more, those told last first.
CREATE TABLE stories (
    story    TEXT    NOT NULL PRIMARY KEY,
    articles INTEGER NOT NULL,
    -- Without copies.
    originals INTEGER NOT NULL,
    first_at INTEGER,
    last_at  INTEGER
) WITHOUT ROWID;

CREATE INDEX stories_by_last ON stories (last_at DESC, story);
