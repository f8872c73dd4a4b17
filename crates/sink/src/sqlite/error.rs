//! What SQLite and its migrations report, as the store's own errors.

use std::path::Path;

use sqlx::migrate::MigrateError;

use crate::StoreError;

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
    let path = path.to_owned();
    match primary_code(&source) {
        // Temporary, and tried again: a backup or another program's commit is under way.
        Some(code::BUSY | code::LOCKED) => StoreError::Locked { path },
        Some(code::READONLY) => StoreError::ReadOnly { path },
        Some(code::FULL) => StoreError::Full { path },
        Some(code::CANTOPEN) => StoreError::CannotOpen { path },
        Some(code::NOTADB) => StoreError::NotADatabase { path },
        Some(code::CORRUPT) => StoreError::Damaged { path, detail: source.to_string() },
        _ => StoreError::Database { path, source },
    }
}

/// Says what an error of the migrations means for the store at `path`.
pub(crate) fn of_migration(path: &Path, error: MigrateError, known: i64) -> StoreError {
    match error {
        MigrateError::VersionMissing(found) => {
            StoreError::NewerSchema { path: path.to_owned(), found, known }
        }
        MigrateError::VersionMismatch(version) => {
            StoreError::UnreleasedSchema { path: path.to_owned(), version }
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
