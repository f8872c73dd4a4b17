//! Who sends what changed to webhooks: a follower of the store's changes that fills their queues, and beside it whoever
//! empties these, through the fetcher's guard.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Result;
use chrono::Utc;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use veille_fetcher::Poster;
use veille_pipeline::{FollowOptions, Follower, RowsError, Stop};
use veille_sink::{Change, Store};
use veille_web::{HookError, HookOutcome, Hooks};

use super::StoreFeed;
use super::pages::{watched, zone};
use crate::configuration::Configuration;
use crate::machine::holder;

/// Its name as a follower.
const NAME: &str = "webhooks";
/// What somebody adds or has sent again, by a page or in another process, is seen by then.
const LOOK_EVERY: Duration = Duration::from_secs(2);
const CHANGES_AT_ONCE: u32 = 500;

/// The webhooks of a store as this process knows them.
pub fn hooks(store: &Store, configuration: &Configuration) -> Hooks {
    Hooks::new(store.clone(), zone(configuration), watched(configuration))
}

/// Fills the queues.
struct Filler {
    store: Store,
    hooks: Hooks,
    place: Arc<Place>,
}

/// Whether this process is the one that sends, and a call where something may wait.
#[derive(Default)]
struct Place {
    is_ours: AtomicBool,
    calls: Notify,
}

impl Follower for Filler {
    type Change = Change;

    fn name(&self) -> &str {
        NAME
    }

    /// Each endpoint has its own place, with its queue: whatever is behind is made up here.
    async fn position(&mut self) -> Result<u64, RowsError> {
        // Before the queues are filled: what comes after that must be among the changes that follow.
        let last = self.store.last_change().await?;
        self.fill().await?;
        Ok(last)
    }

    async fn work(&mut self, _: &[Change], _: u64) -> Result<(), RowsError> {
        self.fill().await
    }

    fn lost(&mut self) {
        self.place.is_ours.store(false, Ordering::Relaxed);
    }
}

impl Filler {
    async fn fill(&self) -> Result<(), RowsError> {
        self.place.is_ours.store(true, Ordering::Relaxed);
        self.hooks.fill().await?;
        self.place.calls.notify_one();
        Ok(())
    }
}

/// What empties the queues.
struct Sender {
    hooks: Hooks,
    poster: Poster,
    place: Arc<Place>,
}

impl Sender {
    async fn run(self, stop: Stop) {
        let mut posting = Posting::default();
        while !stop.is_cancelled() {
            // Only while the place is ours: two would send everything twice.
            if self.place.is_ours.load(Ordering::Relaxed)
                && let Err(error) = self.send(&mut posting).await
            {
                tracing::warn!(%error, "webhooks cannot be sent; tried again in a moment");
            }
            let waiting = async {
                tokio::select! {
                    () = posting.settled() => {}
                    () = self.place.calls.notified() => {}
                    // A delivery that is due again, an endpoint that another process added: nobody tells of these.
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                }
            };
            let _ = stop.run_until_cancelled(waiting).await;
        }
        posting.end().await;
    }

    /// Begins to send what is due: to all endpoints at once, to each in its order.
    async fn send(&self, posting: &mut Posting) -> Result<()> {
        // Room may have come in a queue that was full.
        self.hooks.fill().await?;
        for due in self.hooks.due(Utc::now()).await? {
            if !posting.busy.insert(due.endpoint.id.clone()) {
                continue;
            }
            let (hooks, poster) = (self.hooks.clone(), self.poster.clone());
            posting.tasks.spawn(async move {
                let outcome = match poster.post(&due.endpoint.url, &due.headers, due.body.clone()).await {
                    Ok(status) => HookOutcome::Answered(status),
                    Err(reason) => HookOutcome::Failed(format!("{}: {}", reason.code, reason.detail)),
                };
                let settled = hooks.settle(&due, &outcome, Utc::now()).await;
                (due.endpoint.id, settled)
            });
        }
        Ok(())
    }
}

/// Deliveries that are under way, one of each endpoint: one that answers slowly holds up no other.
#[derive(Default)]
struct Posting {
    tasks: JoinSet<(String, Result<(), HookError>)>,
    busy: BTreeSet<String>,
}

impl Posting {
    /// Returns once one of them has come to its end; never where none is under way.
    async fn settled(&mut self) {
        match self.tasks.join_next().await {
            None => std::future::pending().await,
            Some(Ok((endpoint, settled))) => {
                self.busy.remove(&endpoint);
                // It is due still, and sent again under the same id.
                if let Err(error) = settled {
                    tracing::warn!(%endpoint, %error, "what came of a delivery cannot be written down");
                }
            }
            Some(Err(error)) => {
                tracing::error!(%error, "a delivery failed");
                // Which one it was nobody can say any more; none is sent twice at once, for those under way have ended too.
                self.tasks.shutdown().await;
                self.busy.clear();
            }
        }
    }

    async fn end(mut self) {
        while !self.tasks.is_empty() {
            self.settled().await;
        }
    }
}

/// Webhooks that are sent beside other work, until that ends.
pub struct Sending {
    hooks: Hooks,
    stop: Stop,
    tasks: JoinSet<()>,
}

impl Sending {
    /// Begins to send what changes in a store.
    pub fn begin(store: &Store, command: &'static str, configuration: &Configuration) -> Result<Self> {
        let (hooks, place) = (hooks(store, configuration), Arc::<Place>::default());
        let sender = Sender {
            hooks: hooks.clone(),
            poster: Poster::new(&configuration.settings.fetcher)?,
            place: Arc::clone(&place),
        };
        let mut filler = Filler { store: store.clone(), hooks: hooks.clone(), place };
        let (stop, mut tasks) = (Stop::new(), JoinSet::new());
        let (following, feed) = (stop.clone(), StoreFeed { store: store.clone(), holder: holder(command) });
        tasks.spawn(async move {
            let options = FollowOptions { changes: CHANGES_AT_ONCE, ..FollowOptions::default() };
            veille_pipeline::follow(&feed, &mut filler, &options, |_| {}, &following).await;
        });
        tasks.spawn(sender.run(stop.clone()));
        Ok(Self { hooks, stop, tasks })
    }

    /// The webhooks, to be told when what is watched changes.
    pub fn hooks(&self) -> Hooks {
        self.hooks.clone()
    }

    /// Ends it once what is under way is settled.
    pub async fn end(mut self) {
        self.stop.cancel();
        while let Some(ended) = self.tasks.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "sending webhooks failed");
            }
        }
    }
}
