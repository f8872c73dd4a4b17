//! Being told to stop, for everyone who waits.

use std::sync::Arc;

use tokio::sync::watch;

/// Told once, heard by all clones.
#[derive(Clone, Default)]
pub(crate) struct Stop(Arc<watch::Sender<bool>>);

impl Stop {
    /// Tells everyone.
    pub(crate) fn tell(&self) {
        self.0.send_replace(true);
    }

    /// Whether we have been told.
    pub(crate) fn is_told(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until we are told.
    pub(crate) async fn told(&self) {
        // The sender lives as long as `self`, so the wait ends by being told only.
        let _ = self.0.subscribe().wait_for(|told| *told).await;
    }
}
