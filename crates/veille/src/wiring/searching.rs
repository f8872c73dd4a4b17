//! The index of a store: where it lies, and who keeps it beside the work that fills the store.

use tokio::task::JoinHandle;
use veille_pipeline::Stop;
use veille_search::{Day, Days};
use veille_sink::Store;

use crate::configuration::{Settings, index_path};
use crate::machine::holder;
use crate::when::midnight;

/// Days as the office counts them.
pub fn office_days(settings: &Settings) -> Days {
    let zone = settings.office.time_zone();
    Days::new(zone.name(), move |instant| {
        let date = instant.with_timezone(&zone).date_naive();
        let next = date.succ_opt().unwrap_or(date);
        Day { date, begins: midnight(date, zone), ends: midnight(next, zone) }
    })
}

/// An index that is kept beside other work, until that ends.
pub struct Keeping {
    stop: Stop,
    task: Option<JoinHandle<u64>>,
}

impl Keeping {
    /// Begins to keep the index of a store, where the configuration wants that.
    pub fn begin(store: &Store, command: &str, settings: &Settings) -> Self {
        let stop = Stop::new();
        let task = settings.search.keep.then(|| {
            let (store, path, stop) = (store.clone(), index_path(store, settings), stop.clone());
            let (holder, memory) = (holder(command), settings.search.memory_bytes);
            tokio::spawn(async move { veille_search::follow(&store, &path, &holder, memory, &stop).await })
        });
        Self { stop, task }
    }

    /// Ends it once what is in hand is safe.
    pub async fn end(self) {
        self.stop.cancel();
        if let Some(task) = self.task
            && let Err(error) = task.await
        {
            tracing::error!(%error, "keeping the index failed");
        }
    }
}
