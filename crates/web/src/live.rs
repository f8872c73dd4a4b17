//! What is stored from now on, told to everybody who listens: one follower of the change feed, however many readers.
//!
//! A reader has its own place in the feed. What was stored before it listened it reads from the store itself, and what
//! comes meanwhile waits in the channel; so nothing falls between the two, and a number tells what it has seen. One that
//! reads more slowly than the press writes is cut off, and goes on from its place when it asks again.

use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::broadcast::{self, Receiver, Sender};
use veille_model::{ArticleId, TaggedArticle};
use veille_sink::{Change, Store, StoreError};

use crate::told::{Kin, kin};

/// How often a store is looked at that does not call by itself.
const POLL: Duration = Duration::from_millis(100);
/// Changes read at a time.
const CHANGES_AT_ONCE: u32 = 500;
/// Changes that a reader may be behind.
const BEHIND_MAX: usize = 4_096;
/// Readers at a time: each takes some memory, and a browser that is refused asks again.
const READERS_MAX: usize = 4_000;

/// A change with the article as it was just after.
#[derive(Debug)]
pub(crate) struct Told {
    pub change: Change,
    /// None where the article is gone for good.
    pub article: Option<TaggedArticle>,
    /// What it is to others; None where nobody compared it yet.
    pub kin: Option<Kin>,
    /// As readers are told it: put together once, however many they are.
    data: OnceLock<String>,
}

impl Told {
    /// As readers are told it.
    pub fn data(&self, write: impl FnOnce(&Self) -> String) -> &str {
        self.data.get_or_init(|| write(self))
    }
}

/// Who follows, and who listens.
#[derive(Debug)]
pub(crate) struct Live {
    sender: Sender<Arc<Told>>,
    is_followed: Mutex<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self { sender: broadcast::channel(BEHIND_MAX).0, is_followed: Mutex::default() }
    }
}

impl Live {
    /// Everything after the change whose number comes with it; None where too many listen already. The first who listens
    /// has the follower started, which ends after the last.
    pub async fn listen(
        live: &Arc<Self>,
        store: &Store,
    ) -> Result<Option<(Receiver<Arc<Told>>, u64)>, StoreError> {
        // Before the follower begins: it begins at this number or an earlier one.
        let last = store.last_change().await?;
        let mut is_followed = live.is_followed.lock().unwrap_or_else(PoisonError::into_inner);
        // Looked at and subscribed under one lock, so that no more come than may.
        if live.sender.receiver_count() >= READERS_MAX {
            return Ok(None);
        }
        let receiver = live.sender.subscribe();
        if !*is_followed {
            *is_followed = true;
            tokio::spawn(follow(Arc::downgrade(live), store.clone(), last));
        }
        Ok(Some((receiver, last)))
    }

    /// Whether the follower may end: under the lock under which readers come.
    fn is_left(&self) -> bool {
        let mut is_followed = self.is_followed.lock().unwrap_or_else(PoisonError::into_inner);
        *is_followed = self.sender.receiver_count() > 0;
        !*is_followed
    }
}

async fn follow(live: Weak<Live>, store: Store, mut after: u64) {
    loop {
        // Not held while it waits: a server that is dropped takes its follower with it.
        if live.upgrade().is_none_or(|live| live.is_left()) {
            return;
        }
        store.wait_for_change(after, POLL).await;
        match told(&store, after, CHANGES_AT_ONCE).await {
            Ok(news) => {
                let Some(live) = live.upgrade() else { return };
                for told in news {
                    after = told.change.number;
                    // Nobody listens any more: seen at the next round.
                    drop(live.sender.send(Arc::new(told)));
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the store's changes cannot be read; tried again in a moment");
                // A store that is locked or away stays so for a moment: not a warning ten times a second.
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
        }
    }
}

/// The changes after a number, each with its article as it is now.
pub(crate) async fn told(store: &Store, after: u64, limit: u32) -> Result<Vec<Told>, StoreError> {
    with_articles(store, store.changes(after, limit).await?).await
}

/// Changes with their articles as these are now.
pub(crate) async fn with_articles(store: &Store, changes: Vec<Change>) -> Result<Vec<Told>, StoreError> {
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let mut ids: Vec<ArticleId> = changes.iter().map(|change| change.article.clone()).collect();
    // Several changes of one article are usual: stored, then told to be of a story.
    ids.sort_unstable();
    ids.dedup();
    let (articles, kin) = (store.current(&ids).await?, kin(store, &ids).await?);
    let of = |id: &ArticleId| articles.iter().find(|article| article.article.id == *id).cloned();
    let told = |change: Change| {
        let (article, kin) = (of(&change.article), kin.get(&change.article).cloned());
        Told { change, article, kin, data: OnceLock::new() }
    };
    Ok(changes.into_iter().map(told).collect())
}
