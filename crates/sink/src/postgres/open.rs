//! Opening a store on a server: whether it will do, whose schema it is, which version of ours.

use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, PgPool, SqlSafeStr};

use super::Store;
use super::address::Address;
use super::{error, names};
use crate::StoreError;

/// The oldest server that a store was tried on; its makers maintain none that is older.
const OLDEST: u32 = 15;

/// Connections that write: a runner's commits, and beside them a follower's mark.
const WRITERS: u32 = 2;

/// Connections that read. Each is a process of the server, which by default has room for a hundred.
const READERS: u32 = 4;

/// How long a commit waits for the commits before it, or for a server that is starting.
const WAIT_MAX: Duration = Duration::from_secs(20);

/// How long a reader waits for a connection: through the restart of a server, and not until whoever looks at a page has gone.
const READING_WAIT_MAX: Duration = Duration::from_secs(5);

/// How long a statement waits for what another program holds: longer than any batch takes, much shorter than for ever.
const LOCK_WAIT_MAX: &str = "60s";

/// Every schema so far, oldest first. A released migration never changes: stores remember its digest.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "articles, ledger, marks, change feed", include_str!("migrations/0001_store.sql")),
    (2, "papers, audit", include_str!("migrations/0002_papers_audit.sql")),
    (3, "entries", include_str!("migrations/0003_entries.sql")),
    (4, "weights", include_str!("migrations/0004_weights.sql")),
    (5, "tallies", include_str!("migrations/0005_tallies.sql")),
    (6, "mentions", include_str!("migrations/0006_mentions.sql")),
];

/// The schema from which on names have rows.
const WITH_NAMES: i64 = 6;

/// Opens the store of an address; makes it where there is none.
pub(crate) async fn writing(address: Address) -> Result<Store, StoreError> {
    let mut connection = connect(&address).await?;
    prepare(&mut connection, &address).await?;
    connection.close().await.map_err(|source| error::of(&address.location, source))?;
    let writer = PgPoolOptions::new()
        .max_connections(WRITERS)
        .acquire_timeout(WAIT_MAX)
        .connect_lazy_with(address.options.clone().options([("lock_timeout", LOCK_WAIT_MAX)]));
    Ok(Store::new(writer, readers(&address.options), address))
}

/// Opens the store of an address for readers alone: in a session that can write nothing.
pub(crate) async fn reading(address: Address) -> Result<Store, StoreError> {
    let mut connection = connect(&address).await?;
    look(&mut connection, &address).await?;
    connection.close().await.map_err(|source| error::of(&address.location, source))?;
    let readers = readers(&address.options);
    Ok(Store::new(readers.clone(), readers, address))
}

fn readers(options: &PgConnectOptions) -> PgPool {
    let pool = PgPoolOptions::new().max_connections(READERS).acquire_timeout(READING_WAIT_MAX);
    pool.connect_lazy_with(to_read(options))
}

/// The one connection of readers to whom the store stays as it is at this moment. It is in a transaction from its beginning to its end.
pub(super) async fn as_it_is(options: &PgConnectOptions) -> Result<PgPool, sqlx::Error> {
    let pool = PgPoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
    let pool = pool.after_connect(|connection, _| {
        Box::pin(async move {
            let mut transaction = connection.begin().await?;
            // The first question decides what is seen.
            sqlx::query("SELECT").execute(&mut *transaction).await?;
            // Whatever begins a transaction on this connection is within this one.
            std::mem::forget(transaction);
            Ok(())
        })
    });
    pool.connect_with(to_read(options)).await
}

/// What is read in one transaction is as of one commit.
fn to_read(options: &PgConnectOptions) -> PgConnectOptions {
    let settings =
        [("default_transaction_read_only", "on"), ("default_transaction_isolation", "repeatable read")];
    options.clone().options(settings)
}

/// A connection to a server that will do.
async fn connect(address: &Address) -> Result<PgConnection, StoreError> {
    let failed = |source| error::of(&address.location, source);
    let mut connection = PgConnection::connect_with(&address.options).await.map_err(failed)?;
    let (number, version, encoding): (i32, String, String) = sqlx::query_as(
        "SELECT current_setting('server_version_num')::int4, current_setting('server_version'), \
         current_setting('server_encoding')",
    )
    .fetch_one(&mut connection)
    .await
    .map_err(failed)?;
    if number.unsigned_abs() / 10_000 < OLDEST {
        return Err(StoreError::TooOld { store: address.location.clone(), found: version, needed: OLDEST });
    }
    // Only in UTF-8 is the order of bytes that of code points, in which stores in files sort.
    if encoding != "UTF8" {
        return Err(StoreError::NotUtf8 { store: address.location.clone(), found: encoding });
    }
    Ok(connection)
}

/// What there is in the schema: nothing, or tables, and whether they are ours.
struct Found {
    exists: bool,
    tables: i64,
    is_ours: bool,
}

async fn found(connection: &mut PgConnection, address: &Address) -> Result<Found, StoreError> {
    let (exists, tables, is_ours): (bool, i64, bool) = sqlx::query_as(
        "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1), \
         (SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = $1), \
         EXISTS (SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
                 WHERE n.nspname = $1 AND c.relname = '_sqlx_migrations') \
         AND EXISTS (SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
                     WHERE n.nspname = $1 AND c.relname = 'revisions')",
    )
    .bind(&address.schema)
    .fetch_one(connection)
    .await
    .map_err(|source| error::of(&address.location, source))?;
    Ok(Found { exists, tables, is_ours })
}

/// Makes sure that the schema is ours before anything is written to it, then brings it up to date.
///
/// Both in one transaction, which two programs that make the same store at once enter one after the other, and of which a
/// crash leaves nothing.
async fn prepare(connection: &mut PgConnection, address: &Address) -> Result<(), StoreError> {
    let failed = |source| error::of(&address.location, source);
    let mut transaction = connection.begin().await.map_err(failed)?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(super::lock::key(&address.schema, "open"))
        .execute(&mut *transaction)
        .await
        .map_err(failed)?;
    let found = found(&mut transaction, address).await?;
    if !found.is_ours && found.tables > 0 {
        return Err(StoreError::Foreign { store: address.location.clone() });
    }
    if !found.exists {
        // A name of letters, digits and _, as `Address` makes sure.
        let make = format!("CREATE SCHEMA {}", address.schema);
        sqlx::raw_sql(AssertSqlSafe(make)).execute(&mut *transaction).await.map_err(failed)?;
    }
    let before = if found.is_ours { version(&mut transaction, address).await? } else { None };
    migrate(&mut transaction, address).await?;
    if before.is_some_and(|before| before < WITH_NAMES) {
        names::fill(&mut transaction).await.map_err(failed)?;
    }
    transaction.commit().await.map_err(failed)
}

/// Whether there is a store of a schema that we know.
async fn look(connection: &mut PgConnection, address: &Address) -> Result<(), StoreError> {
    let store = address.location.clone();
    match found(connection, address).await? {
        Found { is_ours: true, .. } => {}
        Found { tables: 0, .. } => return Err(StoreError::NoStore { store }),
        Found { .. } => return Err(StoreError::Foreign { store }),
    }
    let known = known();
    match version(connection, address).await? {
        Some(found) if found > known => Err(StoreError::NewerSchema { store, found, known }),
        Some(found) if found < known => Err(StoreError::OlderSchema { store, found, known }),
        _ => Ok(()),
    }
}

/// The last migration that a store of ours has.
async fn version(connection: &mut PgConnection, address: &Address) -> Result<Option<i64>, StoreError> {
    // With its schema's name: who may not look into it is told so, and not that there is no such table.
    let version = format!("SELECT max(version) FROM {}._sqlx_migrations", address.schema);
    sqlx::query_scalar(AssertSqlSafe(version))
        .fetch_one(connection)
        .await
        .map_err(|source| error::of(&address.location, source))
}

fn known() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.0).max().unwrap_or_default()
}

async fn migrate(connection: &mut PgConnection, address: &Address) -> Result<(), StoreError> {
    let migrations = MIGRATIONS.iter().map(|&(version, description, sql)| {
        Migration::new(version, description.into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    let mut migrator = Migrator::with_migrations(migrations.collect());
    // Our own lock is held already; the driver's would be the same for all stores of a database.
    migrator.set_locking(false);
    let outcome = migrator.run_direct(None, connection, false).await;
    outcome.map_err(|error| error::of_migration(&address.location, error, known()))
}
