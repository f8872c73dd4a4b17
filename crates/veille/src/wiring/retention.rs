//! What is kept for so long and no longer (retention): articles when somebody asks, and once a day where the configuration says so;
//! captures behind commits, and once a day where a program has the store open while nothing is stored.

use std::time::Duration;

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::task::JoinSet;
use veille_model::{Batch, Mark};
use veille_sink::{Deed, Forgotten, Papers, Store, StoreError};
use veille_web::Hooks;

use super::sending::hooks;
use crate::configuration::{Configuration, Settings};
use crate::health::behind;
use crate::machine::holder;

/// Under which mark it stands when it was carried out last.
const MARK: &str = "retention/at";
/// Who takes things out, in the trail.
const BY: &str = "store.keep_days";
/// How often it is looked whether a day has passed since articles were taken out by anybody.
const LOOK_EVERY: Duration = Duration::from_secs(600);
/// How often captures are looked at where nobody commits. They are kept by days.
const EXPIRE_EVERY: Duration = Duration::from_secs(86_400);

/// What was taken out.
pub struct Pruned {
    pub taken: Forgotten,
    /// Changes that nobody needs any more.
    pub changes: u64,
    /// Who has changes to work on still, and up to which number it has come.
    pub slowest: Option<(String, u64)>,
}

/// Takes out what is from before then, those articles that people judged as well where `judged_too` says so, and lets go of changes
/// behind the slowest who follows them. The trail says that `by` did it.
pub async fn prune(
    store: &Store,
    before: DateTime<Utc>,
    judged_too: bool,
    by: &str,
    (settings, hooks): (&Settings, &Hooks),
) -> Result<Pruned> {
    let taken = store.prune(before, judged_too, |_| {}).await?;
    let slowest = slowest(store, settings, hooks).await?;
    // Where nobody follows no change is waited for.
    let changes = store.prune_changes(slowest.as_ref().map_or(u64::MAX, |(_, position)| *position)).await?;
    if taken.articles > 0 || taken.revisions > 0 {
        let detail = format!("{} articles, {} wordings", taken.articles, taken.revisions);
        let deed = Deed::now(by, "store-pruned", &format!("before {}", before.to_rfc3339()), detail);
        store.write_papers(&Papers { deeds: vec![deed], ..Papers::default() }).await?;
    }
    Ok(Pruned { taken, changes, slowest })
}

/// Who of those that follow the store has come least far, and to which number.
async fn slowest(store: &Store, settings: &Settings, hooks: &Hooks) -> Result<Option<(String, u64)>> {
    let last = store.last_change().await?;
    let behind = behind(store, settings).await?;
    let mut followers: Vec<(String, u64)> =
        behind.into_iter().map(|(name, distance)| (name, last.saturating_sub(distance))).collect();
    if let Some(position) = hooks.slowest().await? {
        followers.push(("webhooks".to_owned(), position));
    }
    Ok(followers.into_iter().min_by_key(|(_, position)| *position))
}

/// Lets captures go that have been kept for so many days. The store works in small transactions.
pub(super) async fn expire(store: &Store, captures_days: u32) {
    // Somebody may write four billion days for "always".
    let kept = TimeDelta::days(captures_days.into());
    let Some(before) = Utc::now().checked_sub_signed(kept) else { return };
    match store.expire_captures(before).await {
        Ok(0) => {}
        Ok(captures) => tracing::info!(captures, "captures were kept for as long as they should be"),
        // The store was closed meanwhile, or is busy: the next ones are removed a while later.
        Err(error) => tracing::debug!(%error, "captures were not removed"),
    }
}

/// Retention beside the work that a program has a store open for, until that ends. What is taken out is, in small transactions; what is
/// left is for the next who looks.
pub struct Retention(JoinSet<()>);

impl Retention {
    /// Begins to let captures go.
    pub fn of_captures(store: &Store, settings: &veille_sink::Config) -> Self {
        let (store, days) = (store.clone(), settings.captures_days);
        let mut rounds = JoinSet::new();
        rounds.spawn(async move {
            loop {
                expire(&store, days).await;
                tokio::time::sleep(EXPIRE_EVERY).await;
            }
        });
        Self(rounds)
    }

    /// Begins to let captures go, and articles where the configuration wants that.
    pub fn begin(store: &Store, command: &'static str, configuration: &Configuration) -> Self {
        let mut retention = Self::of_captures(store, &configuration.settings.store);
        if configuration.settings.store.keep_days > 0 {
            let (store, hooks) = (store.clone(), hooks(store, configuration));
            let settings = configuration.settings.clone();
            retention.0.spawn(async move {
                loop {
                    if let Err(error) = prune_when_due(&store, command, &settings, &hooks).await {
                        tracing::warn!(%error, "what is kept for long enough was not taken out; tried again later");
                    }
                    tokio::time::sleep(LOOK_EVERY).await;
                }
            });
        }
        retention
    }

    /// Ends it.
    pub async fn end(mut self) {
        self.0.shutdown().await;
    }
}

/// Once a day, whoever of those that keep the store comes first.
async fn prune_when_due(store: &Store, command: &str, settings: &Settings, hooks: &Hooks) -> Result<()> {
    let _place = match store.lock("retention", &holder(command)).await {
        Ok(place) => place,
        Err(StoreError::Held { .. }) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let now = Utc::now();
    let last = store.mark(MARK).await?.and_then(|at| at.parse::<DateTime<Utc>>().ok());
    // A clock that was set back makes it no longer until the next.
    if last.is_some_and(|at| at <= now && now - at < TimeDelta::days(1)) {
        return Ok(());
    }
    // Somebody may write four billion days for "always".
    let Some(before) = now.checked_sub_signed(TimeDelta::days(settings.store.keep_days.into())) else {
        return Ok(());
    };
    let Pruned { taken, changes, .. } = prune(store, before, false, BY, (settings, hooks)).await?;
    if taken.articles > 0 {
        tracing::info!(
            articles = taken.articles,
            changes,
            "what was kept for as long as it was to be is gone"
        );
    }
    // At the end: what failed is tried again at the next look, and not tomorrow.
    let marks = vec![Mark { key: MARK.to_owned(), value: Some(now.to_rfc3339()) }];
    store.commit(&Batch { marks, ..Batch::default() }).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use veille_model::{Capture, PackedCapture};

    use super::*;

    #[tokio::test]
    async fn a_store_that_nobody_writes_to_lets_captures_go() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("veille.db").as_path()).await.unwrap();
        let capture = Capture::page(None, b"page".to_vec());
        let packed = PackedCapture { bytes: 4, digest: "1".to_owned(), packed: b"page".to_vec(), capture };
        store.commit(&Batch { captures: vec![packed], ..Batch::default() }).await.unwrap();
        let settings = veille_sink::Config { captures_days: 0, ..veille_sink::Config::default() };
        let retention = Retention::of_captures(&store, &settings);
        while store.captures_size().await.unwrap().captures > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        retention.end().await;
        store.close().await;
    }
}
