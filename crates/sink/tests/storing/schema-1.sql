-- A store as the first released schema left it, with three articles. Never edited: it stands for the stores out there.
PRAGMA application_id = 1986357612;
BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO "_sqlx_migrations" VALUES(1,'articles, ledger, marks','2026-11-22 00:00:00',1,X'2BC6077A9399315B96F184F9003B88F1792969ACD092A2F2607D1FF01732F4A5D4D82EAC6FF9F62941CF5BC05BFD8B24',1);
CREATE TABLE marks (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "marks" VALUES('replay/seeds','3');
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
INSERT INTO "outcomes" VALUES(4,'72d8e7d0cb8cd1ef589da1e9b3bf1949','clean','forwarded',X'9871CA1121948F0B3702372526620138','example','https://example.org/articles/1','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"clean","outcome":"forwarded","input":"72d8e7d0cb8cd1ef589da1e9b3bf1949","source":"example","url":"https://example.org/articles/1","at":"2025-10-09T08:53:20Z","outputs":["f5fd1e24642235deeea97a6973630732"]}');
INSERT INTO "outcomes" VALUES(5,'72d8e7d0cb8cd1ef589da1e9b3bf1949','classify','forwarded',X'5F270C44328CA0EAC8FB66C90DFD1639','example','https://example.org/articles/1','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"classify","outcome":"forwarded","input":"72d8e7d0cb8cd1ef589da1e9b3bf1949","source":"example","url":"https://example.org/articles/1","at":"2025-10-09T08:53:20Z","outputs":["f5fd1e24642235deeea97a6973630732"]}');
INSERT INTO "outcomes" VALUES(6,'72d8e7d0cb8cd1ef589da1e9b3bf1949','store','forwarded',X'A9DE7D0EE63CE0A85718F443D08EB3EE','example','https://example.org/articles/1','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"store","outcome":"forwarded","input":"72d8e7d0cb8cd1ef589da1e9b3bf1949","source":"example","url":"https://example.org/articles/1","at":"2025-10-09T08:53:20Z","outputs":["f5fd1e24642235deeea97a6973630732"]}');
INSERT INTO "outcomes" VALUES(7,'492575c6c789f2d69150d30887c222b8','clean','forwarded',X'D7C3B6F491AD4024C9E824BEBD43908D','example','https://example.org/articles/2','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"clean","outcome":"forwarded","input":"492575c6c789f2d69150d30887c222b8","source":"example","url":"https://example.org/articles/2","at":"2025-10-09T08:53:20Z","outputs":["29feead51f484cf90f494a2d59eeed43"]}');
INSERT INTO "outcomes" VALUES(8,'492575c6c789f2d69150d30887c222b8','classify','forwarded',X'7CDE67CCD749283184D49FCC5910B792','example','https://example.org/articles/2','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"classify","outcome":"forwarded","input":"492575c6c789f2d69150d30887c222b8","source":"example","url":"https://example.org/articles/2","at":"2025-10-09T08:53:20Z","outputs":["29feead51f484cf90f494a2d59eeed43"]}');
INSERT INTO "outcomes" VALUES(9,'492575c6c789f2d69150d30887c222b8','store','forwarded',X'F21CCC5AAF03588A1BB44C6DD304CB8A','example','https://example.org/articles/2','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"store","outcome":"forwarded","input":"492575c6c789f2d69150d30887c222b8","source":"example","url":"https://example.org/articles/2","at":"2025-10-09T08:53:20Z","outputs":["29feead51f484cf90f494a2d59eeed43"]}');
INSERT INTO "outcomes" VALUES(10,'e056f0605300d2ce96523200b8f3b4f8','clean','forwarded',X'0EE70BFD5889DF8BF4A52A9C18AE9E20','example','https://example.org/articles/3','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"clean","outcome":"forwarded","input":"e056f0605300d2ce96523200b8f3b4f8","source":"example","url":"https://example.org/articles/3","at":"2025-10-09T08:53:20Z","outputs":["942bebeb38e8406eabd2c56f12973fd6"]}');
INSERT INTO "outcomes" VALUES(11,'e056f0605300d2ce96523200b8f3b4f8','classify','forwarded',X'256FEBD583E4C66C1D4CBCA301E9C54C','example','https://example.org/articles/3','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"classify","outcome":"forwarded","input":"e056f0605300d2ce96523200b8f3b4f8","source":"example","url":"https://example.org/articles/3","at":"2025-10-09T08:53:20Z","outputs":["942bebeb38e8406eabd2c56f12973fd6"]}');
INSERT INTO "outcomes" VALUES(12,'e056f0605300d2ce96523200b8f3b4f8','store','forwarded',X'71228C57F81F393DC09AD3E8D46AC71F','example','https://example.org/articles/3','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"store","outcome":"forwarded","input":"e056f0605300d2ce96523200b8f3b4f8","source":"example","url":"https://example.org/articles/3","at":"2025-10-09T08:53:20Z","outputs":["942bebeb38e8406eabd2c56f12973fd6"]}');
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
INSERT INTO "revisions" VALUES(83,'29feead51f484cf90f494a2d59eeed43','00c1b0f39ff49e033ac3ed0e071e75b5','2025-10-09T08:53:20.123456789Z','492575c6c789f2d69150d30887c222b8','2025-10-09T08:53:20.123456789Z','page',1,'onu-info','vi','2025-06-15T15:08:40.000000000Z','2025-06-15T15:08:40Z','https://example.org/articles/2','Wording 0 of article 2','{"id":"29feead51f484cf90f494a2d59eeed43","revision":"00c1b0f39ff49e033ac3ed0e071e75b5","capture":"492575c6c789f2d69150d30887c222b8","kind":"page","source":"onu-info","url":"https://example.org/articles/2","captured_at":"2025-10-09T08:53:20.123456789Z","headline":"Wording 0 of article 2","byline":["Lê Thị Hoa"],"canonical_url":"https://example.org/articles/2","published_at":"2025-06-15T15:08:40Z","text":"Article 2 of the press review. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. \n\nLa Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. \n\nLa Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. ","blocks":[{"kind":"paragraph","start":0,"end":355},{"kind":"paragraph","start":357,"end":681},{"kind":"paragraph","start":683,"end":1007}],"language":"vi","language_confidence":0.2857142857142857,"language_runner_up":{"language":"fr-CA","confidence":0.125},"block_languages":["vi","vi","vi"],"tags":[{"topic":"signature","rule":"f73100b3e29240c1fe90c60f487de417","media_topics":["medtop:20000641"],"evidence":[{"field":"text","start":0,"end":9,"exact":"Article 2","clause":"paragraph"}]}]}');
INSERT INTO "revisions" VALUES(287,'942bebeb38e8406eabd2c56f12973fd6','b95c421d9d8ff6250d4853af0a85e795','2025-10-09T08:53:20.123456789Z','e056f0605300d2ce96523200b8f3b4f8','2025-10-09T08:53:20.123456789Z','page',1,'le-monde','fr-ca','2025-06-15T15:09:40.000000000Z','2025-06-15T15:09:40Z','https://example.org/articles/3','Wording 0 of article 3','{"id":"942bebeb38e8406eabd2c56f12973fd6","revision":"b95c421d9d8ff6250d4853af0a85e795","capture":"e056f0605300d2ce96523200b8f3b4f8","kind":"page","source":"le-monde","url":"https://example.org/articles/3","captured_at":"2025-10-09T08:53:20.123456789Z","headline":"Wording 0 of article 3","byline":["Lê Thị Hoa"],"canonical_url":"https://example.org/articles/3","published_at":"2025-06-15T15:09:40Z","text":"Article 3 of the press review. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. \n\nLa Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. \n\nLa Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. ","blocks":[{"kind":"paragraph","start":0,"end":355},{"kind":"paragraph","start":357,"end":681},{"kind":"paragraph","start":683,"end":1007}],"language":"fr-CA","language_confidence":0.2222222222222222,"language_runner_up":{"language":"fr","confidence":0.125},"block_languages":["fr-CA","fr-CA","fr-CA"],"tags":[{"topic":"convention","rule":"e4a89034e4f998d7f9e721c8c72a83a1","media_topics":["medtop:20000641"],"evidence":[{"field":"text","start":0,"end":9,"exact":"Article 3","clause":"paragraph"}]},{"topic":"signature","rule":"f73100b3e29240c1fe90c60f487de417","media_topics":["medtop:20000641"],"evidence":[{"field":"text","start":0,"end":9,"exact":"Article 3","clause":"paragraph"}]}]}');
INSERT INTO "revisions" VALUES(471,'f5fd1e24642235deeea97a6973630732','f15d840fedf7add450e5fa7447e2e0ef','2025-10-09T08:53:20.123456789Z','72d8e7d0cb8cd1ef589da1e9b3bf1949','2025-10-09T08:53:20.123456789Z','page',1,'nhan-dan','en','2025-06-15T15:07:40.000000000Z','2025-06-15T15:07:40Z','https://example.org/articles/1','Wording 0 of article 1','{"id":"f5fd1e24642235deeea97a6973630732","revision":"f15d840fedf7add450e5fa7447e2e0ef","capture":"72d8e7d0cb8cd1ef589da1e9b3bf1949","kind":"page","source":"nhan-dan","url":"https://example.org/articles/1","captured_at":"2025-10-09T08:53:20.123456789Z","headline":"Wording 0 of article 1","byline":["Lê Thị Hoa"],"canonical_url":"https://example.org/articles/1","published_at":"2025-06-15T15:07:40Z","text":"Article 1 of the press review. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. \n\nLa Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. \n\nLa Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. La Convention des Nations unies contre la cybercriminalité a été signée à Hanoï. ","blocks":[{"kind":"paragraph","start":0,"end":355},{"kind":"paragraph","start":357,"end":681},{"kind":"paragraph","start":683,"end":1007}],"language":"en","language_confidence":0.4,"language_runner_up":{"language":"vi","confidence":0.125},"block_languages":["en","en","en"],"tags":[{"topic":"convention","rule":"e4a89034e4f998d7f9e721c8c72a83a1","media_topics":["medtop:20000641"],"evidence":[{"field":"text","start":0,"end":9,"exact":"Article 1","clause":"paragraph"}]}]}');
CREATE TABLE tags (
    topic    TEXT    NOT NULL,
    dated_at TEXT    NOT NULL,
    article  TEXT    NOT NULL,
    revision INTEGER NOT NULL REFERENCES revisions (id),
    PRIMARY KEY (topic, dated_at DESC, article, revision)
) WITHOUT ROWID;
INSERT INTO "tags" VALUES('signature','2025-06-15T15:08:40.000000000Z','29feead51f484cf90f494a2d59eeed43',83);
INSERT INTO "tags" VALUES('convention','2025-06-15T15:09:40.000000000Z','942bebeb38e8406eabd2c56f12973fd6',287);
INSERT INTO "tags" VALUES('signature','2025-06-15T15:09:40.000000000Z','942bebeb38e8406eabd2c56f12973fd6',287);
INSERT INTO "tags" VALUES('convention','2025-06-15T15:07:40.000000000Z','f5fd1e24642235deeea97a6973630732',471);
CREATE UNIQUE INDEX revisions_by_article ON revisions (article, revision);
CREATE INDEX current_by_date ON revisions (dated_at DESC, article, language, source) WHERE current;
CREATE INDEX tags_by_revision ON tags (revision);
CREATE UNIQUE INDEX outcomes_by_input ON outcomes (input, stage, outcome, digest);
CREATE INDEX outcomes_by_address ON outcomes (address) WHERE address IS NOT NULL;
COMMIT;
