//! What SQLite and its migrations report, as the store's own errors.

use std::path::Path;

use sqlx::migrate::MigrateError;

use crate::{Location, StoreError};

/// Primary result codes of SQLite (<https://www.sqlite.org/rescode.html>); extended codes carry them in the low byte.
mod code {
    pub const BUSY: u32 = 5;
    pub const LOCKED: u32 = 6;
    pub const READONLY: u32 = 8;
    pub const CORRUPT: u32 = 11;
    pub const FULL: u32 = 13;
    pub const CANTOPEN: u32 = 14;
    pub const NOTADB: u32 = 26;
}

/// Says what an error of SQLite means for the store at `path`.
pub(crate) fn of(path: &Path, source: sqlx::Error) -> StoreError {
    let store = Location::from(path);
    match primary_code(&source) {
        // Temporary, and tried again: a backup or another program's commit is under way.
        Some(code::BUSY | code::LOCKED) => StoreError::Locked { store },
        Some(code::READONLY) => StoreError::ReadOnly { store },
        Some(code::FULL) => StoreError::Full { store },
        Some(code::CANTOPEN) => StoreError::CannotOpen { store },
        Some(code::NOTADB) => StoreError::NotADatabase { store },
        Some(code::CORRUPT) => StoreError::Damaged { store, detail: source.to_string() },
        _ => StoreError::Database { store, source },
    }
}

/// Says what an error of the migrations means for the store at `path`.
pub(crate) fn of_migration(path: &Path, error: MigrateError, known: i64) -> StoreError {
    match error {
        MigrateError::VersionMissing(found) => StoreError::NewerSchema { store: path.into(), found, known },
        MigrateError::VersionMismatch(version) => {
            StoreError::UnreleasedSchema { store: path.into(), version }
        }
        MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => of(path, source),
        other => of(path, other.into()),
    }
}

/// Whether another connection holds what this one needs.
pub(crate) fn is_busy(error: &sqlx::Error) -> bool {
    matches!(primary_code(error), Some(code::BUSY | code::LOCKED))
}

fn primary_code(error: &sqlx::Error) -> Option<u32> {
    let extended: u32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(extended & 0xff)
}
