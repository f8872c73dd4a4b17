-- Text is compared by its bytes everywhere (COLLATE "C"), as in a store in a file: lists and exports come in one order,
-- whatever the language of the server. Instants are RFC 3339 in UTC with nine decimals, so that text order is time order;
-- an unknown instant is the empty text. There are no foreign keys: who writes an article holds it (see anchors), and each
-- key would be looked up and locked once more.

-- What is taken before anything of an article is read or written, in the order of the keys: the article, by eight bytes
-- of its id's digest, and what stands for an address in the same way. Rows are locked; they say nothing else.
CREATE TABLE anchors (
    key BIGINT PRIMARY KEY
);

-- Numbers batches. The rows of a batch are numbered within it: batch << 20 | place.
CREATE SEQUENCE batches;

-- One row for each wording of an article, narrow: its document lies apart.
CREATE TABLE revisions (
    id               BIGINT  PRIMARY KEY,
    -- Which partition of the documents has its document.
    month            INTEGER NOT NULL,
    current          BOOLEAN NOT NULL,
    -- Where it was captured, by eight bytes of the address's digest, where its article's id does not follow from that.
    address_key      BIGINT,
    digest           BYTEA   NOT NULL,
    article          TEXT    COLLATE "C" NOT NULL,
    revision         TEXT    COLLATE "C" NOT NULL,
    -- The earliest capture of this wording; the document was made from it.
    captured_at      TEXT    COLLATE "C" NOT NULL,
    capture          TEXT    COLLATE "C" NOT NULL,
    -- The latest capture of this wording. Of an article's wordings, the one captured last is current.
    last_captured_at TEXT    COLLATE "C" NOT NULL,
    last_kind        TEXT    COLLATE "C" NOT NULL,
    source           TEXT    COLLATE "C" NOT NULL,
    language         TEXT    COLLATE "C" NOT NULL,
    -- What lists are ordered by: when it was published, though never after it was captured.
    dated_at         TEXT    COLLATE "C" NOT NULL,
    -- The quarter of an hour, or the day, that it is counted under.
    slot             TEXT    COLLATE "C" NOT NULL,
    published_at     TEXT    COLLATE "C",
    url              TEXT    COLLATE "C",
    headline         TEXT    COLLATE "C",
    -- Whose text it is, where it is not the publisher's own.
    origin_kind      TEXT    COLLATE "C",
    origin_outlet    TEXT    COLLATE "C",
    origin_url       TEXT    COLLATE "C"
);

CREATE UNIQUE INDEX revisions_by_article ON revisions (article, revision);

CREATE INDEX current_by_date ON revisions (dated_at DESC, article) WHERE current;

CREATE INDEX revisions_by_address ON revisions (address_key) WHERE address_key IS NOT NULL;

-- The whole tagged articles as JSON, packed with zstd; a partition for each month, made when it is first written to.
CREATE TABLE documents (
    month    INTEGER NOT NULL,
    revision BIGINT  NOT NULL,
    packed   BYTEA   NOT NULL,
    PRIMARY KEY (month, revision)
) PARTITION BY LIST (month);

-- It is packed already.
ALTER TABLE documents ALTER COLUMN packed SET STORAGE EXTERNAL;

-- The topics of each wording, in the order in which a topic is read. The evidence stands in the document.
CREATE TABLE tags (
    revision BIGINT  NOT NULL,
    weight   INTEGER NOT NULL,
    topic    TEXT    COLLATE "C" NOT NULL,
    dated_at TEXT    COLLATE "C" NOT NULL,
    article  TEXT    COLLATE "C" NOT NULL,
    rule     TEXT    COLLATE "C" NOT NULL,
    PRIMARY KEY (revision, topic)
);

CREATE INDEX tags_by_topic ON tags (topic, dated_at DESC, article);

-- Who is quoted in each wording, in the order of its text.
CREATE TABLE quotations (
    revision    BIGINT  NOT NULL,
    ordinal     INTEGER NOT NULL,
    "start"     BIGINT  NOT NULL,
    "end"       BIGINT  NOT NULL,
    -- The folded words of the speaker's name, with a space between; empty where nobody is named.
    speaker_key TEXT    COLLATE "C" NOT NULL,
    dated_at    TEXT    COLLATE "C" NOT NULL,
    article     TEXT    COLLATE "C" NOT NULL,
    kind        TEXT    COLLATE "C" NOT NULL,
    exact       TEXT    COLLATE "C" NOT NULL,
    speaker     TEXT    COLLATE "C",
    role        TEXT    COLLATE "C",
    cue         TEXT    COLLATE "C",
    PRIMARY KEY (revision, ordinal)
);

-- By its first words: a name may be longer than an index takes.
CREATE INDEX quotations_by_speaker ON quotations (left(speaker_key, 200), dated_at DESC, article)
    WHERE speaker_key <> '';

-- How many current articles there are. The topic is empty for all articles.
CREATE TABLE counts (
    slot     TEXT   COLLATE "C" NOT NULL,
    topic    TEXT   COLLATE "C" NOT NULL,
    language TEXT   COLLATE "C" NOT NULL,
    source   TEXT   COLLATE "C" NOT NULL,
    articles BIGINT NOT NULL,
    PRIMARY KEY (slot, topic, language, source)
) WITH (fillfactor = 70);

-- Articles that their publisher no longer has.
CREATE TABLE withdrawals (
    article      TEXT COLLATE "C" PRIMARY KEY,
    withdrawn_at TEXT COLLATE "C" NOT NULL
);

-- What became of each input at each stage. The same outcome stands here once, however often it was delivered. Inputs,
-- addresses and documents may be longer than an index takes, so they are told by eight bytes of their digests.
CREATE TABLE outcomes (
    id          BIGINT NOT NULL,
    input_key   BIGINT NOT NULL,
    address_key BIGINT,
    digest      BIGINT NOT NULL,
    input       TEXT   COLLATE "C" NOT NULL,
    stage       TEXT   COLLATE "C" NOT NULL,
    outcome     TEXT   COLLATE "C" NOT NULL,
    source      TEXT   COLLATE "C" NOT NULL,
    at          TEXT   COLLATE "C" NOT NULL,
    reason      TEXT   COLLATE "C",
    document    BYTEA  NOT NULL
);

CREATE UNIQUE INDEX outcomes_by_input ON outcomes (input_key, digest);

CREATE INDEX outcomes_by_address ON outcomes (address_key) WHERE address_key IS NOT NULL;

CREATE INDEX outcomes_by_id ON outcomes (id);

-- The answers that a page is gone: few, and asked for with each batch.
CREATE INDEX outcomes_gone ON outcomes (address_key)
    WHERE stage = 'fetch' AND outcome = 'discarded' AND reason IN ('http_404', 'http_410');

-- What producers want remembered, written with the rows that it belongs to. By the digest of the key: an address may be
-- part of one.
CREATE TABLE marks (
    digest BYTEA PRIMARY KEY,
    key    TEXT  COLLATE "C" NOT NULL,
    value  TEXT  NOT NULL
);

CREATE INDEX marks_by_key ON marks (left(key, 200));

-- Every change of an article, numbered in the order of commits: what followers read on from.
CREATE TABLE changes (
    number   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind     TEXT COLLATE "C" NOT NULL,
    article  TEXT COLLATE "C" NOT NULL,
    revision TEXT COLLATE "C" NOT NULL
);

-- Who has a place in the store: to fetch into it, to follow it. The place itself is a session's advisory lock.
CREATE TABLE places (
    place  TEXT COLLATE "C" PRIMARY KEY,
    holder TEXT NOT NULL
);

-- What was forgotten, by keys from which no address can be read: it is not stored again.
CREATE TABLE forgotten (
    key TEXT COLLATE "C" PRIMARY KEY
);

-- Captures as they were received.
CREATE TABLE captures (
    id          BIGINT  PRIMARY KEY,
    status      INTEGER,
    address_key BIGINT,
    capture     TEXT    COLLATE "C" NOT NULL UNIQUE,
    digest      TEXT    COLLATE "C" NOT NULL,
    kind        TEXT    COLLATE "C" NOT NULL,
    source      TEXT    COLLATE "C" NOT NULL,
    url         TEXT    COLLATE "C",
    captured_at TEXT    COLLATE "C" NOT NULL,
    media_type  TEXT    COLLATE "C",
    -- As JSON.
    headers     TEXT    COLLATE "C" NOT NULL,
    -- When it came here: what it is kept by. An archive of last year is to be kept for as many days as this morning's.
    stored_at   TEXT    COLLATE "C" NOT NULL
);

CREATE INDEX captures_by_address ON captures (address_key) WHERE address_key IS NOT NULL;
CREATE INDEX captures_by_digest ON captures (digest);
CREATE INDEX captures_by_storing ON captures (stored_at);

-- Their bytes, equal ones once: the SHA-256 in hexadecimal digits, the length as received, and zstd.
CREATE TABLE bodies (
    digest TEXT   COLLATE "C" PRIMARY KEY,
    bytes  BIGINT NOT NULL,
    packed BYTEA  NOT NULL
);

ALTER TABLE bodies ALTER COLUMN packed SET STORAGE EXTERNAL;

-- A random name, by which an index beside a store knows that it belongs to it.
CREATE TABLE identity (
    name TEXT NOT NULL
);

INSERT INTO identity SELECT replace(gen_random_uuid()::text, '-', '');

-- What each article is to others, as whoever joins stories found: whose text it is a copy of, of which story it tells. `at`
-- is in seconds since 1970.
CREATE TABLE told (
    article  TEXT   COLLATE "C" PRIMARY KEY,
    revision TEXT   COLLATE "C" NOT NULL,
    at       BIGINT,
    story    TEXT   COLLATE "C" NOT NULL,
    -- The first of its originals, and the second of a text that was made of two.
    original TEXT   COLLATE "C",
    second   TEXT   COLLATE "C",
    -- The rest, as JSON.
    document TEXT   NOT NULL
);

CREATE INDEX told_by_story ON told (story, at, article);

CREATE INDEX told_by_original ON told (original) WHERE original IS NOT NULL;

CREATE INDEX told_by_second ON told (second) WHERE second IS NOT NULL;

-- Stories of two articles and more, those told last first.
CREATE TABLE stories (
    story     TEXT   COLLATE "C" PRIMARY KEY,
    articles  BIGINT NOT NULL,
    -- Without copies.
    originals BIGINT NOT NULL,
    first_at  BIGINT,
    last_at   BIGINT
);

CREATE INDEX stories_by_last ON stories (last_at DESC, story);
