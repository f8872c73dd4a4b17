//! The sink as the pipeline's rows.

use std::time::{Duration, Instant};

use veille_model::Batch;
use veille_pipeline::{Rows, RowsError};
use veille_sink::Store;

use super::retention::expire;

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

    /// Beside the commits: a runner that ends does not wait.
    fn expire_when_due(&mut self) {
        if self.expired_at.is_some_and(|at| at.elapsed() < EXPIRE_EVERY) {
            return;
        }
        self.expired_at = Some(Instant::now());
        let (store, days) = (self.store.clone(), self.captures_days);
        tokio::spawn(async move { expire(&store, days).await });
    }
}

impl Rows for StoreRows {
    async fn commit(&mut self, batch: &Batch) -> Result<(), RowsError> {
        self.store.commit(batch).await?;
        self.expire_when_due();
        Ok(())
    }
}
