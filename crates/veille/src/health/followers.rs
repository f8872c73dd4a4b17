//! How far those are who follow a store's changes, and how large the store is.

use veille_search::Search;
use veille_sink::{Location, Store, StoreError};

use crate::configuration::{Settings, index_path};

/// Where a follower that keeps its place in the store has it.
pub const MARKS: &str = "follow/";

/// Each follower with the number of changes that it has not worked on: those that keep their place in the store, and the index
/// beside it.
pub async fn behind(store: &Store, settings: &Settings) -> Result<Vec<(String, u64)>, StoreError> {
    let last = store.last_change().await?;
    let mut followers = Vec::new();
    for mark in store.marks(MARKS).await? {
        let name = mark.key.strip_prefix(MARKS).unwrap_or(&mark.key).to_owned();
        let position: u64 = mark.value.as_deref().and_then(|value| value.parse().ok()).unwrap_or_default();
        followers.push((name, last.saturating_sub(position)));
    }
    let path = index_path(store, settings);
    // Opening and reading a small file; one that is being made anew has no position yet.
    if let Ok(Some(position)) =
        tokio::task::spawn_blocking(move || Search::open(&path).and_then(|index| index.position()).ok()).await
    {
        followers.push(("search".to_owned(), last.saturating_sub(position)));
    }
    followers.sort();
    Ok(followers)
}

/// What a store's file takes with its log; a server's database is the server's business.
pub fn size_of(store: &Store) -> Option<u64> {
    match store.location() {
        Location::Path(path) => {
            let mut log = path.clone().into_os_string();
            // Until the next checkpoint what was stored last lies in the log alone.
            log.push("-wal");
            let file = std::fs::metadata(path).ok()?.len();
            Some(file + std::fs::metadata(log).map_or(0, |log| log.len()))
        }
        Location::Url(_) => None,
    }
}
