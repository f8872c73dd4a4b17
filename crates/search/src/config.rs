//! `[search]` of veille.toml.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Where an index lies and who keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Its folder; empty for one beside the store.
    pub path: PathBuf,
    /// Whether what writes to a store keeps its index as well.
    pub keep: bool,
    /// What the engine gathers in memory before it writes.
    pub memory_bytes: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self { path: PathBuf::new(), keep: true, memory_bytes: 64_000_000 }
    }
}
