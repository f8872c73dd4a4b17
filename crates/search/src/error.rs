//! Why a search could not be answered, or an index not be kept.

use std::path::PathBuf;

use tantivy::TantivyError;
use thiserror::Error;
use veille_sink::StoreError;

/// What can go wrong with an index.
#[derive(Debug, Error)]
pub enum SearchError {
    /// Nobody has made one, or it was taken away.
    #[error("{path}: there is no index")]
    NoIndex {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// It cannot be read or written.
    #[error("{path}: the index cannot be used: {source}")]
    Index {
        /// Where it lies.
        path: PathBuf,
        /// What the engine says.
        #[source]
        source: Box<TantivyError>,
    },
    /// Its folder cannot be made, locked or taken away.
    #[error("{path}: {source}; it is to hold the index: search.path of veille.toml names another place")]
    Folder {
        /// Which.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The store that it belongs to cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A thread of ours was lost.
    #[error("a search was broken off: {0}")]
    BrokenOff(String),
}
