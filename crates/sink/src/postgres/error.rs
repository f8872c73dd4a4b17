//! What PostgreSQL, its driver and its migrations report, as the store's own errors.

use sqlx::migrate::MigrateError;

use crate::{Location, StoreError};

/// SQLSTATE codes (<https://www.postgresql.org/docs/current/errcodes-appendix.html>) that mean something to a person.
mod code {
    pub const WRONG_PASSWORD: &str = "28P01";
    pub const NOT_ALLOWED_IN: &str = "28000";
    pub const NO_DATABASE: &str = "3D000";
    pub const FORBIDDEN: &str = "42501";
    /// What is said of a schema into which one may not look.
    pub const NO_SCHEMA: &str = "3F000";
    pub const READ_ONLY: &str = "25006";
    pub const DISK_FULL: &str = "53100";
    pub const TOO_MANY_CONNECTIONS: &str = "53300";
    pub const LOCK_NOT_AVAILABLE: &str = "55P03";
    pub const SHUTTING_DOWN: [&str; 3] = ["57P01", "57P02", "57P03"];
    // Serialization failure and deadlock: the server ended one of two, and the same batch may succeed.
    pub const TRY_AGAIN: [&str; 2] = ["40001", "40P01"];
    pub const DAMAGED: [&str; 2] = ["XX001", "XX002"];
}

/// Says what an error of the driver means for a store.
pub(crate) fn of(location: &Location, source: sqlx::Error) -> StoreError {
    let store = location.clone();
    if let Some(code) = source.as_database_error().and_then(|error| error.code()) {
        let detail =
            || source.as_database_error().map_or_else(String::new, |error| error.message().to_owned());
        return match &*code {
            code::WRONG_PASSWORD | code::NOT_ALLOWED_IN => StoreError::Refused { store, detail: detail() },
            code::NO_DATABASE => StoreError::NoDatabase { store, detail: detail() },
            code::FORBIDDEN | code::NO_SCHEMA => StoreError::Forbidden { store, detail: detail() },
            code::READ_ONLY => StoreError::ReadOnly { store },
            code::DISK_FULL => StoreError::Full { store },
            code::LOCK_NOT_AVAILABLE => StoreError::Busy { store, detail: detail() },
            code::TOO_MANY_CONNECTIONS => StoreError::Busy { store, detail: detail() },
            code if code::TRY_AGAIN.contains(&code) => StoreError::Busy { store, detail: detail() },
            // An administrator's restart: the server is back in a moment.
            code if code::SHUTTING_DOWN.contains(&code) => {
                StoreError::Unreachable { store, detail: detail() }
            }
            code if code::DAMAGED.contains(&code) => StoreError::Damaged { store, detail: detail() },
            _ => StoreError::Database { store, source },
        };
    }
    match &source {
        sqlx::Error::Io(error) => StoreError::Unreachable { store, detail: error.to_string() },
        sqlx::Error::Tls(error) => {
            StoreError::Unreachable { store, detail: format!("no encrypted connection: {error}") }
        }
        // The pool tries until then to reach a server that refuses connections.
        sqlx::Error::PoolTimedOut => {
            StoreError::Unreachable { store, detail: "no connection was to be had".to_owned() }
        }
        _ => StoreError::Database { store, source },
    }
}

/// Says what an error of the migrations means for a store.
pub(crate) fn of_migration(location: &Location, error: MigrateError, known: i64) -> StoreError {
    let store = location.clone();
    match error {
        MigrateError::VersionMissing(found) => StoreError::NewerSchema { store, found, known },
        MigrateError::VersionMismatch(version) => StoreError::UnreleasedSchema { store, version },
        MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => of(location, source),
        other => of(location, other.into()),
    }
}
