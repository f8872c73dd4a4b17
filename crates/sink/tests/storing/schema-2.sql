-- A store as the second schema left it, with six wordings of four articles. Never edited: it stands for the stores out there.
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
INSERT INTO "_sqlx_migrations" VALUES(1,'articles, ledger, marks','2026-11-24 00:00:00',1,X'2BC6077A9399315B96F184F9003B88F1792969ACD092A2F2607D1FF01732F4A5D4D82EAC6FF9F62941CF5BC05BFD8B24',1);
INSERT INTO "_sqlx_migrations" VALUES(2,'change feed','2026-11-24 00:00:00',1,X'7A2FFDFD300DC827C45411882B490128B636D721146B3EFD4923314A99CC01AECE4854BEDAF6EE7C3733214CFC869C9F',1);
CREATE TABLE changes (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT NOT NULL,
    article  TEXT NOT NULL,
    -- The wording that was written, or that became current.
    revision TEXT NOT NULL
);
INSERT INTO "changes" VALUES(1,'new','29feead51f484cf90f494a2d59eeed43','efc9aa78e72c5fbd8041b9ded4a285ac');
INSERT INTO "changes" VALUES(2,'new','50598df111802ecb5a95bf6147b86660','97a54e49bc639b593798ba2569f241e5');
INSERT INTO "changes" VALUES(3,'new','f5fd1e24642235deeea97a6973630732','12bb96bfd7205bc6176eac79684ce627');
INSERT INTO "changes" VALUES(4,'revised','29feead51f484cf90f494a2d59eeed43','5f3ecb4845f291137d42c4649d9a765c');
INSERT INTO "changes" VALUES(5,'new','cf7c88efbc8dae799b50c76515c4a8dd','bd6609131dd69c34a55de033cf8535fa');
INSERT INTO "changes" VALUES(6,'revised','f5fd1e24642235deeea97a6973630732','2431b2a06c979a567847bf8b49a5bd68');
CREATE TABLE marks (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
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
INSERT INTO "outcomes" VALUES(1,'72d8e7d0cb8cd1ef589da1e9b3bf1949','clean','forwarded',X'9871CA1121948F0B3702372526620138','example','https://example.org/articles/1','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"clean","outcome":"forwarded","input":"72d8e7d0cb8cd1ef589da1e9b3bf1949","source":"example","url":"https://example.org/articles/1","at":"2025-10-09T08:53:20Z","outputs":["f5fd1e24642235deeea97a6973630732"]}');
INSERT INTO "outcomes" VALUES(2,'72d8e7d0cb8cd1ef589da1e9b3bf1949','classify','forwarded',X'5F270C44328CA0EAC8FB66C90DFD1639','example','https://example.org/articles/1','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"classify","outcome":"forwarded","input":"72d8e7d0cb8cd1ef589da1e9b3bf1949","source":"example","url":"https://example.org/articles/1","at":"2025-10-09T08:53:20Z","outputs":["f5fd1e24642235deeea97a6973630732"]}');
INSERT INTO "outcomes" VALUES(3,'72d8e7d0cb8cd1ef589da1e9b3bf1949','store','forwarded',X'A9DE7D0EE63CE0A85718F443D08EB3EE','example','https://example.org/articles/1','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"store","outcome":"forwarded","input":"72d8e7d0cb8cd1ef589da1e9b3bf1949","source":"example","url":"https://example.org/articles/1","at":"2025-10-09T08:53:20Z","outputs":["f5fd1e24642235deeea97a6973630732"]}');
INSERT INTO "outcomes" VALUES(4,'492575c6c789f2d69150d30887c222b8','clean','forwarded',X'D7C3B6F491AD4024C9E824BEBD43908D','example','https://example.org/articles/2','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"clean","outcome":"forwarded","input":"492575c6c789f2d69150d30887c222b8","source":"example","url":"https://example.org/articles/2","at":"2025-10-09T08:53:20Z","outputs":["29feead51f484cf90f494a2d59eeed43"]}');
INSERT INTO "outcomes" VALUES(5,'492575c6c789f2d69150d30887c222b8','classify','forwarded',X'7CDE67CCD749283184D49FCC5910B792','example','https://example.org/articles/2','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"classify","outcome":"forwarded","input":"492575c6c789f2d69150d30887c222b8","source":"example","url":"https://example.org/articles/2","at":"2025-10-09T08:53:20Z","outputs":["29feead51f484cf90f494a2d59eeed43"]}');
INSERT INTO "outcomes" VALUES(6,'492575c6c789f2d69150d30887c222b8','store','forwarded',X'F21CCC5AAF03588A1BB44C6DD304CB8A','example','https://example.org/articles/2','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"store","outcome":"forwarded","input":"492575c6c789f2d69150d30887c222b8","source":"example","url":"https://example.org/articles/2","at":"2025-10-09T08:53:20Z","outputs":["29feead51f484cf90f494a2d59eeed43"]}');
INSERT INTO "outcomes" VALUES(7,'cba88ab8625cd9272f16964c91649730','clean','forwarded',X'938A06C2DFC71E46BFD97E4501546334','example','https://example.org/articles/4','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"clean","outcome":"forwarded","input":"cba88ab8625cd9272f16964c91649730","source":"example","url":"https://example.org/articles/4","at":"2025-10-09T08:53:20Z","outputs":["50598df111802ecb5a95bf6147b86660"]}');
INSERT INTO "outcomes" VALUES(8,'cba88ab8625cd9272f16964c91649730','classify','forwarded',X'F28F8F3EAD4F45A65679E5F624608CEF','example','https://example.org/articles/4','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"classify","outcome":"forwarded","input":"cba88ab8625cd9272f16964c91649730","source":"example","url":"https://example.org/articles/4","at":"2025-10-09T08:53:20Z","outputs":["50598df111802ecb5a95bf6147b86660"]}');
INSERT INTO "outcomes" VALUES(9,'cba88ab8625cd9272f16964c91649730','store','forwarded',X'F083C545F3B2920FBE51CD38DCD1B9C8','example','https://example.org/articles/4','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"store","outcome":"forwarded","input":"cba88ab8625cd9272f16964c91649730","source":"example","url":"https://example.org/articles/4","at":"2025-10-09T08:53:20Z","outputs":["50598df111802ecb5a95bf6147b86660"]}');
INSERT INTO "outcomes" VALUES(10,'e72c7bd44a7c1ec5e4120092af1bc497','clean','forwarded',X'28638D4C7D294098CCEB56954D61296C','example','https://example.org/articles/1','2026-02-02T02:40:00.000000000Z',NULL,'{"stage":"clean","outcome":"forwarded","input":"e72c7bd44a7c1ec5e4120092af1bc497","source":"example","url":"https://example.org/articles/1","at":"2026-02-02T02:40:00Z","outputs":["f5fd1e24642235deeea97a6973630732"]}');
INSERT INTO "outcomes" VALUES(11,'e72c7bd44a7c1ec5e4120092af1bc497','classify','forwarded',X'74B56A4FC7D1D468945D106714DBC9B9','example','https://example.org/articles/1','2026-02-02T02:40:00.000000000Z',NULL,'{"stage":"classify","outcome":"forwarded","input":"e72c7bd44a7c1ec5e4120092af1bc497","source":"example","url":"https://example.org/articles/1","at":"2026-02-02T02:40:00Z","outputs":["f5fd1e24642235deeea97a6973630732"]}');
INSERT INTO "outcomes" VALUES(12,'e72c7bd44a7c1ec5e4120092af1bc497','store','forwarded',X'E5DA86D1382E79E5D915DB3E89262321','example','https://example.org/articles/1','2026-02-02T02:40:00.000000000Z',NULL,'{"stage":"store","outcome":"forwarded","input":"e72c7bd44a7c1ec5e4120092af1bc497","source":"example","url":"https://example.org/articles/1","at":"2026-02-02T02:40:00Z","outputs":["f5fd1e24642235deeea97a6973630732"]}');
INSERT INTO "outcomes" VALUES(13,'f8ebfe0a699d4caee5891899e1d4c326','clean','forwarded',X'514BBDC32EFB0CC1EA59DEDAB221FCBC','example','https://example.org/articles/2','2025-12-06T05:46:40.000000000Z',NULL,'{"stage":"clean","outcome":"forwarded","input":"f8ebfe0a699d4caee5891899e1d4c326","source":"example","url":"https://example.org/articles/2","at":"2025-12-06T05:46:40Z","outputs":["29feead51f484cf90f494a2d59eeed43"]}');
INSERT INTO "outcomes" VALUES(14,'f8ebfe0a699d4caee5891899e1d4c326','classify','forwarded',X'58DACE5B4C6BE917C1CA590D858193E7','example','https://example.org/articles/2','2025-12-06T05:46:40.000000000Z',NULL,'{"stage":"classify","outcome":"forwarded","input":"f8ebfe0a699d4caee5891899e1d4c326","source":"example","url":"https://example.org/articles/2","at":"2025-12-06T05:46:40Z","outputs":["29feead51f484cf90f494a2d59eeed43"]}');
INSERT INTO "outcomes" VALUES(15,'f8ebfe0a699d4caee5891899e1d4c326','store','forwarded',X'CD6BCCC8AAA7BA88A5464FF29CF7B01F','example','https://example.org/articles/2','2025-12-06T05:46:40.000000000Z',NULL,'{"stage":"store","outcome":"forwarded","input":"f8ebfe0a699d4caee5891899e1d4c326","source":"example","url":"https://example.org/articles/2","at":"2025-12-06T05:46:40Z","outputs":["29feead51f484cf90f494a2d59eeed43"]}');
INSERT INTO "outcomes" VALUES(16,'2ae797fda6f15ff805704df4f2daa6ed','clean','forwarded',X'2F1731748A99E1C8B1403299FFD6759A','example','https://example.org/articles/7','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"clean","outcome":"forwarded","input":"2ae797fda6f15ff805704df4f2daa6ed","source":"example","url":"https://example.org/articles/7","at":"2025-10-09T08:53:20Z","outputs":["cf7c88efbc8dae799b50c76515c4a8dd"]}');
INSERT INTO "outcomes" VALUES(17,'2ae797fda6f15ff805704df4f2daa6ed','classify','forwarded',X'990B356B9FD5AF9527BC72FBA2F3A3A9','example','https://example.org/articles/7','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"classify","outcome":"forwarded","input":"2ae797fda6f15ff805704df4f2daa6ed","source":"example","url":"https://example.org/articles/7","at":"2025-10-09T08:53:20Z","outputs":["cf7c88efbc8dae799b50c76515c4a8dd"]}');
INSERT INTO "outcomes" VALUES(18,'2ae797fda6f15ff805704df4f2daa6ed','store','forwarded',X'133F4990DDAD559E3FDECEB146425F31','example','https://example.org/articles/7','2025-10-09T08:53:20.000000000Z',NULL,'{"stage":"store","outcome":"forwarded","input":"2ae797fda6f15ff805704df4f2daa6ed","source":"example","url":"https://example.org/articles/7","at":"2025-10-09T08:53:20Z","outputs":["cf7c88efbc8dae799b50c76515c4a8dd"]}');
INSERT INTO "outcomes" VALUES(19,'https://m.example.org/articles/2','fetch','discarded',X'F1897AA6A93FFBA541EBB77253CA3B9D','example','https://m.example.org/articles/2','2026-05-28T20:26:40.000000000Z','http_404','{"stage":"fetch","outcome":"discarded","input":"https://m.example.org/articles/2","source":"example","at":"2026-05-28T20:26:40Z","reason":{"code":"http_404","detail":"the server answered 404"}}');
INSERT INTO "outcomes" VALUES(20,'https://m.example.org/articles/2','fetch','discarded',X'47EB785CC2AEA8196E0C27448723BC2E','example','https://m.example.org/articles/2','2026-05-29T20:26:40.000000000Z','http_410','{"stage":"fetch","outcome":"discarded","input":"https://m.example.org/articles/2","source":"example","at":"2026-05-29T20:26:40Z","reason":{"code":"http_410","detail":"the server answered 410"}}');
INSERT INTO "outcomes" VALUES(21,'https://m.example.org/articles/2','fetch','discarded',X'A2F66760D08E1FAD24335B0F0327043C','example','https://m.example.org/articles/2','2026-05-30T20:26:40.000000000Z','http_404','{"stage":"fetch","outcome":"discarded","input":"https://m.example.org/articles/2","source":"example","at":"2026-05-30T20:26:40Z","reason":{"code":"http_404","detail":"the server answered 404"}}');
INSERT INTO "outcomes" VALUES(22,'https://example.org/articles/1','fetch','discarded',X'F518836723EBDF8DACC0804A3DC80C1B','example','https://example.org/articles/1','2026-05-28T20:26:40.000000000Z','http_404','{"stage":"fetch","outcome":"discarded","input":"https://example.org/articles/1","source":"example","at":"2026-05-28T20:26:40Z","reason":{"code":"http_404","detail":"the server answered 404"}}');
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
INSERT INTO "revisions" VALUES(1,'29feead51f484cf90f494a2d59eeed43','efc9aa78e72c5fbd8041b9ded4a285ac','2025-10-09T08:53:20.123456789Z','492575c6c789f2d69150d30887c222b8','2025-10-09T08:53:20.123456789Z','page',0,'onu-info','vi','2025-06-15T15:08:40.000000000Z','2025-06-15T15:08:40Z','https://example.org/articles/2','Wording 0 of article 2','{"id":"29feead51f484cf90f494a2d59eeed43","revision":"efc9aa78e72c5fbd8041b9ded4a285ac","capture":"492575c6c789f2d69150d30887c222b8","kind":"page","source":"onu-info","url":"https://example.org/articles/2","captured_at":"2025-10-09T08:53:20.123456789Z","headline":"Wording 0 of article 2","byline":["Lê Thị Hoa"],"canonical_url":"https://example.org/articles/2","published_at":"2025-06-15T15:08:40Z","text":"Paragraph of wording 0.","blocks":[{"kind":"paragraph","start":0,"end":23}],"language":"vi","language_confidence":0.2857142857142857,"language_runner_up":{"language":"fr-CA","confidence":0.125},"block_languages":["vi"],"tags":[{"topic":"signature","rule":"f73100b3e29240c1fe90c60f487de417","media_topics":["medtop:20000641"],"evidence":[{"field":"text","start":0,"end":9,"exact":"Paragraph","clause":"paragraph"}]}],"quotations":[{"kind":"partial","start":0,"end":20,"exact":"Paragraph of wording","speaker":"Jean-Noël Barrot","role":"ministre"}]}');
INSERT INTO "revisions" VALUES(2,'50598df111802ecb5a95bf6147b86660','97a54e49bc639b593798ba2569f241e5','2025-10-09T08:53:20.123456789Z','cba88ab8625cd9272f16964c91649730','2025-10-09T08:53:20.123456789Z','page',1,'nhan-dan','fr','2025-06-15T15:10:40.000000000Z','2025-06-15T15:10:40Z','https://example.org/articles/4','Wording 0 of article 4','{"id":"50598df111802ecb5a95bf6147b86660","revision":"97a54e49bc639b593798ba2569f241e5","capture":"cba88ab8625cd9272f16964c91649730","kind":"page","source":"nhan-dan","url":"https://example.org/articles/4","captured_at":"2025-10-09T08:53:20.123456789Z","headline":"Wording 0 of article 4","byline":["Lê Thị Hoa"],"canonical_url":"https://example.org/articles/4","published_at":"2025-06-15T15:10:40Z","text":"Paragraph of wording 0.","blocks":[{"kind":"paragraph","start":0,"end":23}],"language":"fr","language_confidence":0.18181818181818182,"language_runner_up":{"language":"en","confidence":0.125},"block_languages":["fr"],"tags":[{"topic":"ransomware","rule":"cf08e58907b58ff093677710ded5084e","media_topics":["medtop:20000641"],"evidence":[{"field":"text","start":0,"end":9,"exact":"Paragraph","clause":"paragraph"}]}],"quotations":[{"kind":"partial","start":0,"end":9,"exact":"Paragraph","speaker":"Lê Thị Hoa","role":"ministre"},{"kind":"partial","start":0,"end":4,"exact":"Para"}]}');
INSERT INTO "revisions" VALUES(3,'f5fd1e24642235deeea97a6973630732','12bb96bfd7205bc6176eac79684ce627','2025-10-09T08:53:20.123456789Z','72d8e7d0cb8cd1ef589da1e9b3bf1949','2025-10-09T08:53:20.123456789Z','page',0,'nhan-dan','en','2025-06-15T15:07:40.000000000Z','2025-06-15T15:07:40Z','https://example.org/articles/1','Wording 0 of article 1','{"id":"f5fd1e24642235deeea97a6973630732","revision":"12bb96bfd7205bc6176eac79684ce627","capture":"72d8e7d0cb8cd1ef589da1e9b3bf1949","kind":"page","source":"nhan-dan","url":"https://example.org/articles/1","captured_at":"2025-10-09T08:53:20.123456789Z","headline":"Wording 0 of article 1","byline":["Lê Thị Hoa"],"canonical_url":"https://example.org/articles/1","published_at":"2025-06-15T15:07:40Z","text":"Paragraph of wording 0.","blocks":[{"kind":"paragraph","start":0,"end":23}],"language":"en","language_confidence":0.4,"language_runner_up":{"language":"vi","confidence":0.125},"block_languages":["en"],"tags":[{"topic":"convention","rule":"e4a89034e4f998d7f9e721c8c72a83a1","media_topics":["medtop:20000641"],"evidence":[{"field":"text","start":0,"end":9,"exact":"Paragraph","clause":"paragraph"}]}],"origin":{"kind":"agency","outlet":"AFP","words":"(AFP)"},"quotations":[{"kind":"partial","start":0,"end":9,"exact":"Paragraph","speaker":"Lê Thị Hoa","role":"ministre"},{"kind":"partial","start":0,"end":4,"exact":"Para"}]}');
INSERT INTO "revisions" VALUES(4,'29feead51f484cf90f494a2d59eeed43','5f3ecb4845f291137d42c4649d9a765c','2025-12-06T05:46:40.123456789Z','f8ebfe0a699d4caee5891899e1d4c326','2025-12-06T05:46:40.123456789Z','page',1,'onu-info','vi','2025-06-15T15:08:40.000000000Z','2025-06-15T15:08:40Z','https://m.example.org/articles/2','Wording 2 of article 2','{"id":"29feead51f484cf90f494a2d59eeed43","revision":"5f3ecb4845f291137d42c4649d9a765c","capture":"f8ebfe0a699d4caee5891899e1d4c326","kind":"page","source":"onu-info","url":"https://m.example.org/articles/2","captured_at":"2025-12-06T05:46:40.123456789Z","headline":"Wording 2 of article 2","byline":["Lê Thị Hoa"],"canonical_url":"https://example.org/articles/2","published_at":"2025-06-15T15:08:40Z","text":"Paragraph of wording 2.","blocks":[{"kind":"paragraph","start":0,"end":23}],"language":"vi","language_confidence":0.2857142857142857,"language_runner_up":{"language":"fr-CA","confidence":0.125},"block_languages":["vi"],"tags":[{"topic":"ransomware","rule":"cf08e58907b58ff093677710ded5084e","media_topics":["medtop:20000641"],"evidence":[{"field":"text","start":0,"end":9,"exact":"Paragraph","clause":"paragraph"}]}],"quotations":[{"kind":"partial","start":0,"end":9,"exact":"Paragraph","speaker":"Lê Thị Hoa","role":"ministre"},{"kind":"partial","start":0,"end":4,"exact":"Para"}]}');
INSERT INTO "revisions" VALUES(5,'cf7c88efbc8dae799b50c76515c4a8dd','bd6609131dd69c34a55de033cf8535fa','2025-10-09T08:53:20.123456789Z','2ae797fda6f15ff805704df4f2daa6ed','2025-10-09T08:53:20.123456789Z','page',1,'nhan-dan','fr-ca','2025-06-15T15:13:40.000000000Z','2025-06-15T15:13:40Z','https://example.org/articles/7','Wording 0 of article 7','{"id":"cf7c88efbc8dae799b50c76515c4a8dd","revision":"bd6609131dd69c34a55de033cf8535fa","capture":"2ae797fda6f15ff805704df4f2daa6ed","kind":"page","source":"nhan-dan","url":"https://example.org/articles/7","captured_at":"2025-10-09T08:53:20.123456789Z","headline":"Wording 0 of article 7","byline":["Lê Thị Hoa"],"canonical_url":"https://example.org/articles/7","published_at":"2025-06-15T15:13:40Z","text":"Paragraph of wording 0.","blocks":[{"kind":"paragraph","start":0,"end":23}],"language":"fr-CA","language_confidence":0.11764705882352941,"language_runner_up":{"language":"fr","confidence":0.125},"block_languages":["fr-CA"],"tags":[{"topic":"convention","rule":"e4a89034e4f998d7f9e721c8c72a83a1","media_topics":["medtop:20000641"],"evidence":[{"field":"text","start":0,"end":9,"exact":"Paragraph","clause":"paragraph"}]},{"topic":"signature","rule":"f73100b3e29240c1fe90c60f487de417","media_topics":["medtop:20000641"],"evidence":[{"field":"text","start":0,"end":9,"exact":"Paragraph","clause":"paragraph"}]},{"topic":"ransomware","rule":"cf08e58907b58ff093677710ded5084e","media_topics":["medtop:20000641"],"evidence":[{"field":"text","start":0,"end":9,"exact":"Paragraph","clause":"paragraph"}]}],"quotations":[{"kind":"partial","start":0,"end":9,"exact":"Paragraph","speaker":"Lê Thị Hoa","role":"ministre"},{"kind":"partial","start":0,"end":4,"exact":"Para"}]}');
INSERT INTO "revisions" VALUES(6,'f5fd1e24642235deeea97a6973630732','2431b2a06c979a567847bf8b49a5bd68','2026-02-02T02:40:00.123456789Z','e72c7bd44a7c1ec5e4120092af1bc497','2026-02-02T02:40:00.123456789Z','page',1,'nhan-dan','en','2025-06-15T15:07:40.000000000Z','2025-06-15T15:07:40Z','https://example.org/articles/1','Wording 1 of article 1','{"id":"f5fd1e24642235deeea97a6973630732","revision":"2431b2a06c979a567847bf8b49a5bd68","capture":"e72c7bd44a7c1ec5e4120092af1bc497","kind":"page","source":"nhan-dan","url":"https://example.org/articles/1","captured_at":"2026-02-02T02:40:00.123456789Z","headline":"Wording 1 of article 1","byline":["Lê Thị Hoa"],"canonical_url":"https://example.org/articles/1","published_at":"2025-06-15T15:07:40Z","text":"Paragraph of wording 1.","blocks":[{"kind":"paragraph","start":0,"end":23}],"language":"en","language_confidence":0.4,"language_runner_up":{"language":"vi","confidence":0.125},"block_languages":["en"],"tags":[{"topic":"signature","rule":"f73100b3e29240c1fe90c60f487de417","media_topics":["medtop:20000641"],"evidence":[{"field":"text","start":0,"end":9,"exact":"Paragraph","clause":"paragraph"}]}],"origin":{"kind":"agency","outlet":"AFP","words":"(AFP)"},"quotations":[{"kind":"partial","start":0,"end":20,"exact":"Paragraph of wording","speaker":"Jean-Noël Barrot","role":"ministre"}]}');
CREATE TABLE tags (
    topic    TEXT    NOT NULL,
    dated_at TEXT    NOT NULL,
    article  TEXT    NOT NULL,
    revision INTEGER NOT NULL REFERENCES revisions (id),
    PRIMARY KEY (topic, dated_at DESC, article, revision)
) WITHOUT ROWID;
INSERT INTO "tags" VALUES('signature','2025-06-15T15:08:40.000000000Z','29feead51f484cf90f494a2d59eeed43',1);
INSERT INTO "tags" VALUES('ransomware','2025-06-15T15:10:40.000000000Z','50598df111802ecb5a95bf6147b86660',2);
INSERT INTO "tags" VALUES('convention','2025-06-15T15:07:40.000000000Z','f5fd1e24642235deeea97a6973630732',3);
INSERT INTO "tags" VALUES('ransomware','2025-06-15T15:08:40.000000000Z','29feead51f484cf90f494a2d59eeed43',4);
INSERT INTO "tags" VALUES('convention','2025-06-15T15:13:40.000000000Z','cf7c88efbc8dae799b50c76515c4a8dd',5);
INSERT INTO "tags" VALUES('ransomware','2025-06-15T15:13:40.000000000Z','cf7c88efbc8dae799b50c76515c4a8dd',5);
INSERT INTO "tags" VALUES('signature','2025-06-15T15:13:40.000000000Z','cf7c88efbc8dae799b50c76515c4a8dd',5);
INSERT INTO "tags" VALUES('signature','2025-06-15T15:07:40.000000000Z','f5fd1e24642235deeea97a6973630732',6);
CREATE UNIQUE INDEX revisions_by_article ON revisions (article, revision);
CREATE INDEX current_by_date ON revisions (dated_at DESC, article, language, source) WHERE current;
CREATE INDEX tags_by_revision ON tags (revision);
CREATE UNIQUE INDEX outcomes_by_input ON outcomes (input, stage, outcome, digest);
CREATE INDEX outcomes_by_address ON outcomes (address) WHERE address IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('changes',6);
COMMIT;
