//! Who sends what changed to webhooks: a follower of the store's changes that fills their queues, and beside it whoever
//! empties these, through the fetcher's guard.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use chrono::Utc;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use veille_fetcher::Poster;
use veille_pipeline::{FollowOptions, Follower, RowsError, Stop};
use veille_sink::{Change, Store};
use veille_web::{HookOutcome, Hooks};

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
    /// That the place is ours, and that something may wait.
    ours: Arc<Notify>,
}

impl Follower for Filler {
    type Change = Change;

    fn name(&self) -> &str {
        NAME
    }

    /// Each endpoint has its own place, with its queue: whatever is behind is made up here.
    async fn position(&mut self) -> Result<u64, RowsError> {
        let last = self.store.last_change().await?;
        self.fill().await?;
        Ok(last)
    }

    async fn work(&mut self, _: &[Change], _: u64) -> Result<(), RowsError> {
        self.fill().await
    }
}

impl Filler {
    async fn fill(&self) -> Result<(), RowsError> {
        self.hooks.fill().await?;
        self.ours.notify_one();
        Ok(())
    }
}

/// What empties the queues.
struct Sender {
    hooks: Hooks,
    poster: Poster,
    ours: Arc<Notify>,
}

impl Sender {
    async fn run(self, stop: Stop) {
        // Not before the place is ours: two would send everything twice.
        if stop.run_until_cancelled(self.ours.notified()).await.is_none() {
            return;
        }
        while !stop.is_cancelled() {
            match self.send().await {
                // There may be more of the same.
                Ok(sent) if sent > 0 => continue,
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "webhooks cannot be sent; tried again in a moment"),
            }
            let waiting = async {
                tokio::select! {
                    () = self.ours.notified() => {}
                    // A delivery that is due again, an endpoint that another process added: nobody tells of these.
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                }
            };
            let _ = stop.run_until_cancelled(waiting).await;
        }
    }

    /// Sends what is due, to all endpoints at once and to each in its order; how many that were.
    async fn send(&self) -> Result<usize> {
        // Room may have come in a queue that was full.
        self.hooks.fill().await?;
        let due = self.hooks.due(Utc::now()).await?;
        let sent = due.len();
        let mut sending = JoinSet::new();
        for due in due {
            let (hooks, poster) = (self.hooks.clone(), self.poster.clone());
            sending.spawn(async move {
                let outcome = match poster.post(&due.endpoint.url, &due.headers, due.body.clone()).await {
                    Ok(status) => HookOutcome::Answered(status),
                    Err(reason) => HookOutcome::Failed(format!("{}: {}", reason.code, reason.detail)),
                };
                hooks.settle(&due, &outcome, Utc::now()).await
            });
        }
        while let Some(settled) = sending.join_next().await {
            settled??;
        }
        Ok(sent)
    }
}

/// Webhooks that are sent beside other work, until that ends.
pub struct Sending {
    stop: Stop,
    tasks: JoinSet<()>,
}

impl Sending {
    /// Begins to send what changes in a store.
    pub fn begin(store: &Store, command: &'static str, configuration: &Configuration) -> Result<Self> {
        let (hooks, ours) = (hooks(store, configuration), Arc::<Notify>::default());
        let sender = Sender {
            hooks: hooks.clone(),
            poster: Poster::new(&configuration.settings.fetcher)?,
            ours: Arc::clone(&ours),
        };
        let mut filler = Filler { store: store.clone(), hooks, ours };
        let (stop, mut tasks) = (Stop::new(), JoinSet::new());
        let (following, feed) = (stop.clone(), StoreFeed { store: store.clone(), holder: holder(command) });
        tasks.spawn(async move {
            let options = FollowOptions { changes: CHANGES_AT_ONCE, ..FollowOptions::default() };
            veille_pipeline::follow(&feed, &mut filler, &options, |_| {}, &following).await;
        });
        tasks.spawn(sender.run(stop.clone()));
        Ok(Self { stop, tasks })
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
