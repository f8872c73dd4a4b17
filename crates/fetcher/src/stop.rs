//! Being told to stop, for everyone who waits.

use std::sync::Arc;

use tokio::sync::watch;

/// Told once, heard by all clones, and by the children.
#[derive(Clone, Default)]
pub(crate) struct Stop {
    own: Arc<watch::Sender<bool>>,
    /// Whoever tells this one tells us too.
    parent: Option<Arc<watch::Sender<bool>>>,
}

impl Stop {
    /// A stop for a part of what this one stops.
    pub(crate) fn child(&self) -> Self {
        Self { own: Arc::default(), parent: Some(Arc::clone(&self.own)) }
    }

    /// Tells everyone.
    pub(crate) fn tell(&self) {
        // Not `send`: where nobody listens yet it fails, and who comes later would never hear of it.
        self.own.send_replace(true);
    }

    /// Whether we have been told.
    pub(crate) fn is_told(&self) -> bool {
        *self.own.borrow() || self.parent.as_ref().is_some_and(|parent| *parent.borrow())
    }

    /// Waits until we are told.
    pub(crate) async fn told(&self) {
        match &self.parent {
            None => told(&self.own).await,
            Some(parent) => tokio::select! {
                () = told(&self.own) => {}
                () = told(parent) => {}
            },
        }
    }
}

async fn told(sender: &watch::Sender<bool>) {
    // The sender lives as long as the stop that is waited for, so the wait ends by being told only.
    let _ = sender.subscribe().wait_for(|told| *told).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_part_is_stopped_alone_or_with_the_whole() {
        let whole = Stop::default();
        let (one, other) = (whole.child(), whole.child());
        one.tell();
        one.told().await;
        assert!(one.is_told() && !other.is_told() && !whole.is_told());
        whole.tell();
        other.told().await;
        assert!(other.is_told());
    }
}
