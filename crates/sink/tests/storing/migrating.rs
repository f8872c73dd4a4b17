//! Stores of all schemas before are brought up to date, and hold then what a store of today holds that was given the same.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::collections::BTreeMap;
use std::path::Path;

use futures_util::TryStreamExt;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection, raw_sql};
use veille_model::{Batch, Outcome, TaggedArticle};
use veille_sink::{ChangeKind, Location, Store, StoreError};
use veille_tests::samples::{self, Sample};

use crate::places::{Place, PostgresServer};
use crate::serving;

/// Everything that is derived from the documents and the ledger, without the numbers of rows, which follow the order of
/// arrival.
const DERIVED: [&str; 8] = [
    "SELECT json_array(article, revision, captured_at, capture, last_captured_at, last_kind, current, source, language, \
     dated_at, slot, published_at, url, address, headline, origin_kind, origin_outlet, origin_url, hex(digest), document) \
     FROM revisions ORDER BY article, revision",
    "SELECT json_array(r.revision, t.topic, t.dated_at, t.article, t.rule, t.weight) FROM tags AS t \
     JOIN revisions AS r ON r.id = t.revision ORDER BY t.article, r.revision, t.topic",
    "SELECT json_array(r.revision, q.ordinal, q.speaker_key, q.dated_at, q.article, q.kind, q.\"start\", q.\"end\", \
     q.exact, q.speaker, q.role, q.cue) FROM quotations AS q JOIN revisions AS r ON r.id = q.revision \
     ORDER BY q.article, r.revision, q.ordinal",
    "SELECT json_array(r.revision, m.ordinal, m.kind, m.name, m.key, m.in_headline, m.in_text) FROM mentions AS m \
     JOIN revisions AS r ON r.id = m.revision ORDER BY r.article, r.revision, m.ordinal",
    "SELECT json_array(topic, slot, language, source, articles) FROM counts ORDER BY topic, slot, language, source",
    "SELECT json_array(article, withdrawn_at) FROM withdrawals ORDER BY article",
    "SELECT json_array(stage, outcome, reason, number) FROM tallies ORDER BY stage, outcome, reason",
    "SELECT json_array(address, input_key) FROM addresses ORDER BY address, input_key",
];

/// Takes a store of today back to the seventh schema.
const TO_THE_SEVENTH: &str = "\
    DROP TABLE mentions; DROP TABLE tallies; DROP INDEX outcomes_by_kind; DROP INDEX revisions_by_article; \
    CREATE INDEX outcomes_by_kind ON outcomes (stage, outcome, reason); \
    CREATE UNIQUE INDEX revisions_by_article ON revisions (article, revision); \
    DELETE FROM _sqlx_migrations WHERE version >= 8;";

async fn indexes(path: &Path) -> Vec<String> {
    let all = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";
    sqlx::query_scalar(all).fetch_all(&mut raw(path).await).await.unwrap()
}

async fn raw(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    SqliteConnection::connect_with(&options).await.unwrap()
}

async fn derived(path: &Path) -> Vec<Vec<String>> {
    let mut connection = raw(path).await;
    let mut tables = Vec::new();
    for query in DERIVED {
        tables.push(sqlx::query_scalar(query).fetch_all(&mut connection).await.unwrap());
    }
    tables
}

/// A store with the schema of that dump, brought up to date; beside it one of today that was given the same.
async fn migrated(folder: &Path, dump: &'static str, given: &[Batch]) -> Store {
    let (old, fresh) = (folder.join("old.db"), folder.join("fresh.db"));
    let mut first = raw(&old).await;
    raw_sql(dump).execute(&mut first).await.unwrap();
    first.close().await.unwrap();
    let refused = Store::open_to_read(&old).await.unwrap_err();
    assert!(matches!(refused, StoreError::OlderSchema { known: 9, .. }), "{refused:?}");
    assert!(refused.to_string().contains("open it once to write"), "{refused}");

    let store = Store::open(&old).await.unwrap();
    let other = Store::open(&fresh).await.unwrap();
    for batch in given {
        other.commit(batch).await.unwrap();
    }
    other.close().await;
    assert_eq!(derived(&old).await, derived(&fresh).await);
    assert_eq!(store.check().await.unwrap(), []);
    assert_eq!(store.identity().await.unwrap().len(), 32);
    store
}

/// What the store of the second schema was given.
fn second() -> Vec<Batch> {
    let first = Sample::page(1);
    let edited = Sample { wording: 1, captured_at: Some(1_770_000_000), ..first };
    let mobile = Sample { wording: 2, captured_at: Some(1_765_000_000), ..Sample::page(2) };
    let gone = |sample: Sample, day: i64, status| {
        let refused = Sample { captured_at: Some(1_780_000_000 + day * 86_400), ..sample }.refused(status);
        Outcome { input: sample.captured_from(), ..refused }
    };
    let outcomes =
        vec![gone(mobile, 0, 404), gone(mobile, 1, 410), gone(mobile, 2, 404), gone(first, 0, 404)];
    vec![
        samples::batch([first, Sample::page(2), Sample::page(4)]),
        samples::batch([edited, mobile, Sample::page(7)]),
        Batch { outcomes, ..Batch::default() },
    ]
}

#[tokio::test]
async fn a_store_of_the_first_schema_gets_all_columns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("found.db");
    let mut first = raw(&path).await;
    raw_sql(include_str!("schema-1.sql")).execute(&mut first).await.unwrap();
    first.close().await.unwrap();
    // Its documents are of no sample: they are read out of it.
    let found = Store::open(&path).await.unwrap();
    let articles: Vec<TaggedArticle> = found.export().try_collect().await.unwrap();
    assert_eq!(articles.len(), 3);
    let outcomes: Vec<Outcome> = found.ledger().try_collect().await.unwrap();
    let given = Batch { articles, outcomes, ..Batch::default() };
    migrated(folder.path(), include_str!("schema-1.sql"), &[given]).await;
}

#[tokio::test]
async fn a_store_of_the_second_schema_gets_all_columns() {
    let folder = tempfile::tempdir().unwrap();
    let store = migrated(folder.path(), include_str!("schema-2.sql"), &second()).await;
    // What was withdrawn before there was a word for it is announced.
    let changes = store.changes(0, 100).await.unwrap();
    let last = changes.last().unwrap();
    assert_eq!((last.kind, &last.article), (ChangeKind::Withdrawn, &Sample::page(2).article_id()));
    assert_eq!(changes.iter().filter(|change| change.kind == ChangeKind::Withdrawn).count(), 1);
    let wordings = store.wordings_of(&Sample::page(2).url()).await.unwrap();
    assert_eq!(wordings.len(), 2);
    assert!(wordings.iter().all(|wording| wording.withdrawn_at.is_some()));
    assert_eq!(wordings.iter().filter(|wording| wording.current).count(), 1);
}

#[tokio::test]
async fn a_store_of_the_sixth_schema_knows_which_inputs_came_from_an_address() {
    let folder = tempfile::tempdir().unwrap();
    let (path, fresh) = (folder.path().join("old.db"), folder.path().join("fresh.db"));
    for path in [&path, &fresh] {
        let store = Store::open(path).await.unwrap();
        for batch in second() {
            store.commit(&batch).await.unwrap();
        }
        store.close().await;
    }
    let mut back = raw(&path).await;
    raw_sql(TO_THE_SEVENTH).execute(&mut back).await.unwrap();
    let as_it_was = "DROP TABLE addresses; DELETE FROM _sqlx_migrations WHERE version = 7; \
                     CREATE INDEX outcomes_by_address ON outcomes (address) WHERE address IS NOT NULL;";
    raw_sql(as_it_was).execute(&mut back).await.unwrap();
    back.close().await.unwrap();

    let store = Store::open(&path).await.unwrap();
    let tables = derived(&path).await;
    assert!(tables.last().is_some_and(|addresses| addresses.len() > 3), "{tables:?}");
    assert_eq!(tables, derived(&fresh).await);
    let ways = store.why(&Sample::page(2).url()).await.unwrap();
    assert_eq!(ways, Store::open(&fresh).await.unwrap().why(&Sample::page(2).url()).await.unwrap());
    assert!(ways.len() > 3, "{ways:?}");
    assert_eq!(indexes(&path).await, indexes(&fresh).await);
}

#[tokio::test]
async fn a_store_of_the_seventh_schema_has_its_outcomes_counted() {
    let folder = tempfile::tempdir().unwrap();
    let (path, fresh) = (folder.path().join("old.db"), folder.path().join("fresh.db"));
    let mut given = second();
    let last = given.pop().unwrap();
    for path in [&path, &fresh] {
        let store = Store::open(path).await.unwrap();
        for batch in &given {
            store.commit(batch).await.unwrap();
        }
        store.close().await;
    }
    let mut back = raw(&path).await;
    raw_sql(TO_THE_SEVENTH).execute(&mut back).await.unwrap();
    back.close().await.unwrap();

    // Once brought up to date, and with all that comes after, partly a second time.
    for path in [&path, &fresh] {
        let store = Store::open(path).await.unwrap();
        store.commit(&Batch { outcomes: last.outcomes[..2].to_vec(), ..Batch::default() }).await.unwrap();
        store.commit(&last).await.unwrap();
        store.commit(&given[0]).await.unwrap();
        assert_eq!(store.check().await.unwrap(), []);
        store.close().await;
    }
    assert_eq!(derived(&path).await, derived(&fresh).await);
    assert_eq!(indexes(&path).await, indexes(&fresh).await);
    let (old, new) = (Store::open(&path).await.unwrap(), Store::open(&fresh).await.unwrap());
    let tallied = old.tally().await.unwrap();
    assert_eq!(tallied, new.tally().await.unwrap());
    let gone: u64 = tallied.iter().filter(|tallied| tallied.latest.reason.is_some()).map(|it| it.count).sum();
    assert_eq!(gone, last.outcomes.len() as u64);
    assert_eq!(old.wordings_of(&Sample::page(2).url()).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_store_of_the_eighth_schema_has_whom_its_articles_name_in_rows() {
    let folder = tempfile::tempdir().unwrap();
    let (path, fresh) = (folder.path().join("old.db"), folder.path().join("fresh.db"));
    for path in [&path, &fresh] {
        let store = Store::open(path).await.unwrap();
        for batch in second().into_iter().map(samples::naming) {
            store.commit(&batch).await.unwrap();
        }
        store.close().await;
    }
    let mut back = raw(&path).await;
    let damaged = Sample::page(7).article_id();
    let as_it_was = format!(
        "DROP TABLE mentions; DELETE FROM _sqlx_migrations WHERE version = 9; \
         UPDATE revisions SET document = 'no JSON' WHERE article = '{damaged}'"
    );
    raw_sql(AssertSqlSafe(as_it_was)).execute(&mut back).await.unwrap();
    back.close().await.unwrap();

    let store = Store::open(&path).await.unwrap();
    // What cannot be read keeps nobody from opening it, and is told of.
    assert_eq!(store.check().await.unwrap().len(), 1);
    let [old, mut new] = [derived(&path).await, derived(&fresh).await].map(|tables| tables[3].clone());
    let damaged = Sample::page(7).tagged().article.revision.to_string();
    new.retain(|row| !row.contains(&damaged));
    assert!(new.len() > 8, "{new:?}");
    assert_eq!(old, new);
}

/// The migrations of a server's schema that hold rows when the next one comes.
const ON_A_SERVER: [&str; 5] = [
    include_str!("../../src/postgres/migrations/0001_store.sql"),
    include_str!("../../src/postgres/migrations/0002_papers_audit.sql"),
    include_str!("../../src/postgres/migrations/0003_entries.sql"),
    include_str!("../../src/postgres/migrations/0004_weights.sql"),
    include_str!("../../src/postgres/migrations/0005_tallies.sql"),
];

/// The tables of a schema, parts of tables among them.
const TABLES: &str = "SELECT c.relname::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
                      WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relname <> '_sqlx_migrations' ORDER BY c.relname";

/// A store on a server as its schema lies there.
struct Schema {
    location: Location,
    name: String,
    connection: PgConnection,
}

impl Schema {
    async fn new(server: &'static PostgresServer) -> Self {
        let location = Place::Server(server).lasting().location;
        let Location::Url(url) = &location else { panic!("a server's store has a URL") };
        let name = url.split_once("?schema=").unwrap().1.to_owned();
        let connection = serving::raw(&location).await;
        Self { location, name, connection }
    }

    async fn run(&mut self, statements: impl Into<String>) {
        raw_sql(AssertSqlSafe(statements.into())).execute(&mut self.connection).await.unwrap();
    }

    async fn tables(&mut self) -> Vec<String> {
        sqlx::query_scalar(TABLES).bind(&self.name).fetch_all(&mut self.connection).await.unwrap()
    }

    /// The schema of so many migrations, with the rows of another store of today.
    async fn of_before(server: &'static PostgresServer, version: usize, from: &mut Self) -> Self {
        let mut old = Self::new(server).await;
        let name = old.name.clone();
        old.run(format!("CREATE SCHEMA {name}")).await;
        for migration in &ON_A_SERVER[..version] {
            old.run(*migration).await;
        }
        let today = from.name.clone();
        for table in from.tables().await.iter().filter(|table| table.starts_with("documents_")) {
            let month: i32 = table["documents_".len()..].parse().unwrap();
            old.run(format!("CREATE TABLE {table} PARTITION OF documents FOR VALUES IN ({month})")).await;
        }
        for table in old.tables().await {
            let columns: Vec<String> = sqlx::query_scalar(
                "SELECT quote_ident(column_name) FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2",
            )
            .bind(&name)
            .bind(&table)
            .fetch_all(&mut old.connection)
            .await
            .unwrap();
            let columns = columns.join(", ");
            old.run(format!(
                "DELETE FROM {table}; INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {today}.{table}"
            ))
            .await;
        }
        old.run(format!(
            "SELECT setval('batches', (SELECT last_value FROM {today}.batches)); \
             SELECT setval(pg_get_serial_sequence('changes', 'number'), (SELECT max(number) FROM changes)); \
             CREATE TABLE _sqlx_migrations (LIKE {today}._sqlx_migrations INCLUDING ALL); \
             INSERT INTO _sqlx_migrations SELECT * FROM {today}._sqlx_migrations WHERE version <= {version}"
        ))
        .await;
        old
    }

    /// Every row of every table, and what there is of indexes.
    async fn everything(&mut self) -> BTreeMap<String, Vec<String>> {
        let mut all = BTreeMap::new();
        for table in self.tables().await {
            let rows = AssertSqlSafe(format!("SELECT to_jsonb(t)::text FROM {table} AS t ORDER BY 1"));
            all.insert(table, sqlx::query_scalar(rows).fetch_all(&mut self.connection).await.unwrap());
        }
        let indexes =
            "SELECT replace(indexdef, $1 || '.', '') FROM pg_indexes WHERE schemaname = $1 ORDER BY 1";
        let indexes =
            sqlx::query_scalar(indexes).bind(&self.name).fetch_all(&mut self.connection).await.unwrap();
        all.insert("indexes".to_owned(), indexes);
        all
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_of_any_schema_before_on_a_server_holds_what_one_of_today_holds() {
    let Some(server) = PostgresServer::shared() else { return };
    let mut given: Vec<Batch> = second().into_iter().map(samples::naming).collect();
    let last = given.pop().unwrap();
    let known = Batch { outcomes: last.outcomes[..2].to_vec(), ..Batch::default() };
    let mut today = Schema::new(server).await;
    let store = Store::open(&today.location).await.unwrap();
    for batch in given.iter().chain([&known]) {
        store.commit(batch).await.unwrap();
    }
    let mut before = Vec::new();
    for version in 1..=ON_A_SERVER.len() {
        before.push(Schema::of_before(server, version, &mut today).await);
    }
    let as_given = today.everything().await;
    // With all that comes after, partly a second time.
    store.commit(&last).await.unwrap();
    store.commit(&given[0]).await.unwrap();
    assert_eq!(store.check().await.unwrap(), []);
    let whole = today.everything().await;
    assert!(whole["tallies"].len() > 3 && whole["tags"].len() > 3 && whole["mentions"].len() > 10);
    for mut old in before {
        let refused = Store::open_to_read(&old.location).await.unwrap_err();
        assert!(matches!(refused, StoreError::OlderSchema { .. }), "{refused:?}");
        let store = Store::open(&old.location).await.unwrap();
        assert_eq!(old.everything().await, as_given, "{}", old.name);
        store.commit(&last).await.unwrap();
        store.commit(&given[0]).await.unwrap();
        assert_eq!(old.everything().await, whole, "{}", old.name);
        assert_eq!(store.check().await.unwrap(), []);
        assert_eq!(store.tally().await.unwrap().len(), whole["tallies"].len());
    }
}
