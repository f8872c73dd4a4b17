//! Who keeps an index, and how: the one that holds its place follows the store, all others ask.
//!
//! The place is the index's own, not the store's: a store on a server may have one index in each process that is asked.

use std::path::Path;
use std::time::Duration;

use veille_pipeline::{Feed, FollowOptions, RowsError, Stop};
use veille_sink::{Change, Store};

use crate::SearchError;
use crate::home::{Home, Place};
use crate::indexer::Indexer;

/// Changes worked on at once. What is level with its store has fewer to work on than that.
const CHANGES_AT_ONCE: u32 = 5_000;

/// A store's changes, for whoever keeps the index in this folder.
struct IndexFeed {
    store: Store,
    home: Home,
    holder: String,
}

impl Feed for IndexFeed {
    type Change = Change;
    type Claim = Place;

    async fn changes(&self, after: u64, limit: u32) -> Result<Vec<Change>, RowsError> {
        Ok(self.store.changes(after, limit).await?)
    }

    fn number(change: &Change) -> u64 {
        change.number
    }

    async fn claim(&self, _follower: &str) -> Result<Option<Place>, RowsError> {
        // Who holds it says nothing to a follower: it stands by and asks again.
        Ok(self.home.claim(&self.holder)?.ok())
    }

    async fn wait(&self, after: u64, poll: Duration) {
        self.store.wait_for_change(after, poll).await;
    }
}

/// Keeps the index at `path` level with a store until `stop`; the number of changes that were worked on. Where another
/// keeps it, stands by. `holder` says who we are, for others who want the place; `memory_bytes` is what the engine may
/// gather before it writes.
pub async fn follow(store: &Store, path: &Path, holder: &str, memory_bytes: usize, stop: &Stop) -> u64 {
    let home = Home::new(path);
    let feed = IndexFeed { store: store.clone(), home, holder: holder.to_owned() };
    let mut indexer = Indexer::new(store.clone(), path, memory_bytes);
    let options = FollowOptions { changes: CHANGES_AT_ONCE, ..FollowOptions::default() };
    veille_pipeline::follow(&feed, &mut indexer, &options, |_| {}, stop).await
}

/// Brings the index at `path` level with a store, and ends; what it gives back is who keeps it, where somebody else does
/// and nothing was done. `on_work` sees the number of the last change that the index knows.
///
/// # Errors
/// Where the index cannot be written.
pub async fn catch_up(
    store: &Store,
    path: &Path,
    holder: &str,
    memory_bytes: usize,
    mut on_work: impl FnMut(u64) + Send,
    stop: &Stop,
) -> Result<Option<String>, SearchError> {
    use veille_pipeline::Follower as _;

    let _place = match Home::new(path).claim(holder)? {
        Ok(place) => place,
        Err(other) => return Ok(Some(other)),
    };
    let mut indexer = Indexer::new(store.clone(), path, memory_bytes);
    let broken_off = |error: RowsError| match error.downcast::<SearchError>() {
        Ok(error) => *error,
        Err(error) => SearchError::BrokenOff(error.to_string()),
    };
    // Not as a service would: whoever waits wants to know what is wrong, and no second try.
    let mut position = indexer.position().await.map_err(broken_off)?;
    while !stop.is_cancelled() {
        // Until none is left: what is written meanwhile is caught up with as well.
        let changes = store.changes(position, CHANGES_AT_ONCE).await?;
        let Some(last) = changes.last() else { break };
        indexer.work(&changes, last.number).await.map_err(broken_off)?;
        position = last.number;
        on_work(position);
    }
    indexer.settle().await?;
    Ok(None)
}
