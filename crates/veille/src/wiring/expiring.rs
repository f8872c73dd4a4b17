//! For how long captures are kept: those that have been for long enough are let go behind commits, and where a program has the store
//! open for days also while nothing is stored.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use tokio::task::JoinHandle;
use veille_sink::Store;

/// How often they are looked at where nobody commits. They are kept by days.
const EVERY: Duration = Duration::from_secs(86_400);

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

/// Lets them go at once, and once a day, until it is dropped.
pub struct Expiring(JoinHandle<()>);

impl Expiring {
    pub fn begin(store: &Store, settings: &veille_sink::Config) -> Self {
        let (store, days) = (store.clone(), settings.captures_days);
        Self(tokio::spawn(async move {
            loop {
                expire(&store, days).await;
                tokio::time::sleep(EVERY).await;
            }
        }))
    }
}

impl Drop for Expiring {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use veille_model::{Batch, Capture, PackedCapture};

    use super::*;

    #[tokio::test]
    async fn a_store_that_nobody_writes_to_lets_captures_go() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("veille.db").as_path()).await.unwrap();
        let capture = Capture::page(None, b"page".to_vec());
        let packed = PackedCapture { bytes: 4, digest: "1".to_owned(), packed: b"page".to_vec(), capture };
        store.commit(&Batch { captures: vec![packed], ..Batch::default() }).await.unwrap();
        let settings = veille_sink::Config { captures_days: 0, ..veille_sink::Config::default() };
        let expiring = Expiring::begin(&store, &settings);
        while store.captures_size().await.unwrap().captures > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        drop(expiring);
        store.close().await;
    }
}
