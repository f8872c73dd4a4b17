//! How far those are who follow a store's changes.

use veille_search::Search;
use veille_sink::{Store, StoreError};

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
