//! The sink as the pipeline's rows, and for how long captures are kept beside them.

use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use veille_model::Batch;
use veille_pipeline::{Rows, RowsError};
use veille_sink::Store;

/// How often captures are looked at that have been kept for long enough. They are kept by days, so an hour more is little.
const EXPIRE_EVERY: Duration = Duration::from_secs(3600);

/// The store that a runner commits to.
pub struct StoreRows {
    store: Store,
    captures_days: u32,
    expired_at: Option<Instant>,
}

impl StoreRows {
    /// Rows of a store that keeps captures for so many days.
    pub fn new(store: &Store, settings: &veille_sink::Config) -> Self {
        Self { store: store.clone(), captures_days: settings.captures_days, expired_at: None }
    }

    /// Beside the commits: the store works in small transactions, and a runner that ends does not wait.
    fn expire_when_due(&mut self) {
        if self.expired_at.is_some_and(|at| at.elapsed() < EXPIRE_EVERY) {
            return;
        }
        self.expired_at = Some(Instant::now());
        // Somebody may write four billion days for "always".
        let kept = TimeDelta::days(self.captures_days.into());
        let Some(before) = Utc::now().checked_sub_signed(kept) else { return };
        let store = self.store.clone();
        tokio::spawn(async move {
            match store.expire_captures(before).await {
                Ok(0) => {}
                Ok(captures) => tracing::info!(captures, "captures were kept for as long as they should be"),
                // The store was closed meanwhile, or is busy: the next ones are removed an hour later.
                Err(error) => tracing::debug!(%error, "captures were not removed"),
            }
        });
    }
}

impl Rows for StoreRows {
    async fn commit(&mut self, batch: &Batch) -> Result<(), RowsError> {
        self.store.commit(batch).await?;
        self.expire_when_due();
        Ok(())
    }
}
