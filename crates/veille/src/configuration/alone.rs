//! One program at a time changes the files of a configuration: what it read is still there when it writes.

use std::fs::File;
use std::io::ErrorKind;

use anyhow::{Context, Result};

use super::Files;

/// Begins with a point, as what is no part of the configuration.
const NAME: &str = ".veille.lock";

/// A folder of configuration that nobody else changes while this is held.
#[derive(Debug)]
pub struct Alone(#[expect(dead_code, reason = "held for its lock")] Option<File>);

impl Files {
    /// Waits until nobody else changes these files: a reader on the pages, a command in another window. The lock is the operating
    /// system's and ends with its holder, however that ends; its file stays, as taking it away would let two lock two files of one
    /// name.
    pub fn alone(&self) -> Result<Alone> {
        let Some(folder) = self.folder() else { return Ok(Alone(None)) };
        let path = folder.join(NAME);
        let held = File::options().write(true).create(true).truncate(false).open(&path);
        // Whoever else made it, root for one: a lock needs no right to write.
        let held = held.or_else(|error| match error.kind() {
            ErrorKind::PermissionDenied => File::open(&path),
            _ => Err(error),
        });
        let held = held.and_then(|file| file.lock().map(|()| file));
        Ok(Alone(Some(held.with_context(|| format!("locking {}", path.display()))?)))
    }
}
