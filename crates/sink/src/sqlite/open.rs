//! Opening a store: whose file it is, how durable, which schema.

use std::path::Path;
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqlSafeStr};

use super::filling::{self, Failure};
use super::{Store, error};
use crate::StoreError;

/// How long a connection waits for another program's lock.
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a commit waits for the commits before it.
const WRITER_TIMEOUT: Duration = Duration::from_secs(600);

/// Connections that read; each is a thread of its own.
const READERS: u32 = 4;

/// Articles of 2 KB lie badly in SQLite's usual 4,096: 20,000 of them took 123 MB and 84 µs of CPU each, with 8,192
/// 96 MB and 72 µs.
const PAGE_BYTES: u32 = 8192;

/// In KiB, as SQLite has it for negative numbers. Digests fall all over their indexes; with 16 MB instead of two, an
/// article takes 62 µs instead of 72.
const WRITER_CACHE: &str = "-16000";

/// How long the write-ahead log grows before it is folded into the file, in pages: 32 MB, five batches of 500 where 50,000
/// articles are stored. At the usual 1,000 pages it was folded with nearly every one, each time waiting for the disk twice.
const LOG_PAGES: &str = "4000";

/// Statements that a writer keeps prepared: a dozen tables, each in up to eight numbers of rows, and what is asked before; more
/// than the hundred that sqlx keeps by itself.
const STATEMENTS: usize = 256;

/// `PRAGMA application_id` of a store: the bytes "veil". Set by the first migration.
const APPLICATION_ID: i64 = 0x7665_696c;

/// Every schema so far, oldest first. A released migration never changes: stores remember its digest.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "articles, ledger, marks", include_str!("migrations/0001_articles_ledger_marks.sql")),
    (2, "change feed", include_str!("migrations/0002_change_feed.sql")),
    (3, "columns, counts, captures", include_str!("migrations/0003_columns_counts_captures.sql")),
    (4, "papers, audit", include_str!("migrations/0004_papers_audit.sql")),
    (5, "entries", include_str!("migrations/0005_entries.sql")),
    (6, "weights", include_str!("migrations/0006_weights.sql")),
    (7, "addresses", include_str!("migrations/0007_addresses.sql")),
    (8, "tallies, articles by their ends", include_str!("migrations/0008_tallies_articles.sql")),
    (9, "mentions", include_str!("migrations/0009_mentions.sql")),
];

// Statements are not logged: the driver warns of each that took a second, with its SQL, and a person can do nothing about it.

/// Opens the file at `path`, waiting for locks as long as `busy_timeout`.
pub(crate) async fn file(path: &Path, busy_timeout: Duration) -> Result<Store, StoreError> {
    could_be_a_file(path)?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .busy_timeout(busy_timeout)
        // With a write-ahead log, NORMAL may lose the last commits with the power, and they have been acknowledged.
        .synchronous(SqliteSynchronous::Full)
        .page_size(PAGE_BYTES)
        // Tags, quotations and names are written with their wording, in one transaction; to look for it again before each of them
        // took a twentieth of a commit. `check` finds what contradicts itself.
        .foreign_keys(false)
        .disable_statement_logging();
    let mut connection =
        SqliteConnection::connect_with(&options).await.map_err(|source| error::of(path, source))?;
    prepare(&mut connection, path).await?;
    write_ahead(&mut connection, busy_timeout).await.map_err(|source| error::of(path, source))?;
    connection.close().await.map_err(|source| error::of(path, source))?;

    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(WRITER_TIMEOUT)
        .test_before_acquire(false)
        .after_release(|connection, _| {
            Box::pin(async move {
                // On a full disk SQLite rolls back by itself, and what sqlx asks it to roll back after that fails: it would take
                // every later transaction for a nested one. A new connection starts clean. The answer comes after the rollback.
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
        .connect_with(
            options
                .clone()
                .statement_cache_capacity(STATEMENTS)
                .pragma("cache_size", WRITER_CACHE)
                .pragma("wal_autocheckpoint", LOG_PAGES)
                // What is replaced or deleted is overwritten, and not only struck off: what a store is told to forget may have
                // stood elsewhere before, in an earlier judgement.
                .pragma("secure_delete", "ON"),
        )
        .await
        .map_err(|source| error::of(path, source))?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .test_before_acquire(false)
        .connect_lazy_with(options.create_if_missing(false).read_only(true));
    Ok(Store { path: path.into(), writer, readers, _kept: None })
}

/// Opens the file at `path` for readers alone.
pub(crate) async fn reading(path: &Path, busy_timeout: Duration) -> Result<Store, StoreError> {
    could_be_a_file(path)?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(busy_timeout)
        .foreign_keys(true)
        .disable_statement_logging();
    let mut found = look(&options, path).await;
    // A reader of a write-ahead log needs a file of its own beside it. Where it may make none and the log is empty, the
    // file itself holds everything and nobody writes to it.
    if matches!(found, Err(StoreError::ReadOnly { .. })) && is_log_empty(path) {
        found = look(&options.clone().immutable(true), path).await;
    }
    let options = found?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .test_before_acquire(false)
        .connect_lazy_with(options);
    Ok(Store { path: path.into(), writer: readers.clone(), readers, _kept: None })
}

/// Refuses what SQLite has only a number for: a folder is `disk I/O error` to it, a name in bytes a failed conversation.
fn could_be_a_file(path: &Path) -> Result<(), StoreError> {
    if path.to_str().is_none() {
        return Err(StoreError::NotUnicode { store: path.into() });
    }
    if path.is_dir() {
        return Err(StoreError::CannotOpen { store: path.into() });
    }
    Ok(())
}

/// The options, where they open a store of ours whose schema we know.
async fn look(options: &SqliteConnectOptions, path: &Path) -> Result<SqliteConnectOptions, StoreError> {
    let failed = |source| error::of(path, source);
    let mut connection = SqliteConnection::connect_with(options).await.map_err(failed)?;
    let id: i64 =
        sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut connection).await.map_err(failed)?;
    if id != APPLICATION_ID {
        return Err(StoreError::Foreign { store: path.into() });
    }
    let found: Option<i64> = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations")
        .fetch_one(&mut connection)
        .await
        .map_err(failed)?;
    let known = MIGRATIONS.iter().map(|migration| migration.0).max().unwrap_or_default();
    match found {
        Some(found) if found > known => Err(StoreError::NewerSchema { store: path.into(), found, known }),
        // Whoever only reads cannot bring it up to date.
        Some(found) if found < known => Err(StoreError::OlderSchema { store: path.into(), found, known }),
        _ => Ok(options.clone()),
    }
}

/// Whether nothing waits beside the file to be folded into it.
fn is_log_empty(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).map_or(true, |log| log.len() == 0)
}

/// Opens a store in memory, under a name of its own, so that it outlasts the connection that works on it.
pub(crate) async fn memory() -> Result<Store, StoreError> {
    let path = Path::new(":memory:");
    let failed = |source| error::of(path, source);
    let options: SqliteConnectOptions = "sqlite::memory:".parse().map_err(failed)?;
    let options = options.foreign_keys(true).disable_statement_logging();
    // The database ends with its last connection, so the pool may let none go for idleness or age.
    let one = || {
        SqlitePoolOptions::new().max_connections(1).min_connections(1).idle_timeout(None).max_lifetime(None)
    };
    let kept = one().connect_with(options.clone()).await.map_err(failed)?;
    let pool = one().connect_with(options).await.map_err(failed)?;
    let mut connection = pool.acquire().await.map_err(failed)?;
    migrate(&mut connection, path).await?;
    drop(connection);
    Ok(Store { path: path.into(), writer: pool.clone(), readers: pool, _kept: Some(kept) })
}

/// Makes sure that the file is ours before anything is written to it, then brings its schema up to date.
///
/// Both in one transaction, which two programs that create the same file at once enter one after the other, and of
/// which a crash leaves nothing.
async fn prepare(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let mut transaction =
        connection.begin_with("BEGIN IMMEDIATE").await.map_err(|source| error::of(path, source))?;
    if !is_ours(&mut transaction).await.map_err(|source| error::of(path, source))? {
        return Err(StoreError::Foreign { store: path.into() });
    }
    migrate(&mut transaction, path).await?;
    transaction.commit().await.map_err(|source| error::of(path, source))
}

/// Switches the file to a write-ahead log, so that readers go on while a batch is written. The file keeps the mode.
///
/// SQLite does not wait for the moment alone with the file that the switch needs: of eight programs that created one
/// store at once, one in seven times one was turned away. So the waiting is done here.
async fn write_ahead(connection: &mut SqliteConnection, busy_timeout: Duration) -> Result<(), sqlx::Error> {
    const TRIES: u32 = 100;
    for _ in 1..TRIES {
        match sqlx::query("PRAGMA journal_mode = WAL").execute(&mut *connection).await {
            Err(error) if error::is_busy(&error) => tokio::time::sleep(busy_timeout / TRIES).await,
            other => return other.map(drop),
        }
    }
    sqlx::query("PRAGMA journal_mode = WAL").execute(connection).await.map(drop)
}

async fn is_ours(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let id: i64 = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await?;
    let tables: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema").fetch_one(&mut *connection).await?;
    // What SQLite made a moment ago has neither an id nor a table.
    Ok(id == APPLICATION_ID || tables == 0)
}

async fn migrate(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let migrations = MIGRATIONS.iter().map(|&(version, description, sql)| {
        Migration::new(version, description.into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    let migrator = Migrator::with_migrations(migrations.collect());
    let known = MIGRATIONS.iter().map(|migration| migration.0).max().unwrap_or_default();
    // Not `run`, whose bound on `Acquire` keeps a future that holds it from moving between threads.
    let outcome = migrator.run_direct(None, &mut *connection, false).await;
    outcome.map_err(|error| error::of_migration(path, error, known))?;
    if filling::is_due(&mut *connection).await.map_err(|source| error::of(path, source))? {
        filling::fill(connection).await.map_err(|failure| match failure {
            Failure::Database(source) => error::of(path, source),
            Failure::Unreadable(source) => {
                StoreError::Unreadable { store: path.into(), what: "an article", source }
            }
        })?;
    }
    Ok(())
}
