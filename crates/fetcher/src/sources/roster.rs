//! The sources that are watched just now, to be replaced while a run goes on (hot reload).

use std::sync::Arc;

use tokio::sync::watch;

use super::source::Sources;

/// The sources that a fetcher watches. Others may be put in their place while it runs.
#[derive(Clone)]
pub struct Roster(Arc<watch::Sender<Sources>>);

impl Roster {
    pub(crate) fn new(sources: Sources) -> Self {
        Self(Arc::new(watch::Sender::new(sources)))
    }

    /// Has these sources watched instead: what is new starts, what is gone stops once its requests under way are settled.
    pub fn replace(&self, sources: Sources) {
        // A file that is saved as it was wakes nobody.
        self.0.send_if_modified(|held| {
            let changed = *held != sources;
            *held = sources;
            changed
        });
    }

    /// The sources of the moment.
    pub fn now(&self) -> Sources {
        self.0.borrow().clone()
    }

    /// The sources of the moment, and word of it when others take their place.
    pub(crate) fn follow(&self) -> watch::Receiver<Sources> {
        self.0.subscribe()
    }
}
