//! What became of all inputs, counted: asked of the store at most every so often, for it looks at the whole ledger.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use veille_sink::{Store, StoreError, Tallied};

/// The last count.
#[derive(Debug, Default)]
pub(crate) struct Tally(Mutex<Option<Counted>>);

#[derive(Debug)]
struct Counted {
    at: Instant,
    took: Duration,
    rows: Arc<[Tallied]>,
}

/// Of the time that counting takes, so much must have passed before it is done again: it takes a twentieth of one core.
const PAUSE: u32 = 20;

impl Tally {
    /// The counts, as of now or of a moment ago.
    pub async fn rows(&self, store: &Store) -> Result<Arc<[Tallied]>, StoreError> {
        let mut last = self.0.lock().await;
        if let Some(counted) = last.as_ref().filter(|last| last.at.elapsed() < last.took * PAUSE) {
            return Ok(Arc::clone(&counted.rows));
        }
        let began = Instant::now();
        let rows: Arc<[Tallied]> = store.tally().await?.into();
        *last = Some(Counted { at: Instant::now(), took: began.elapsed(), rows: Arc::clone(&rows) });
        Ok(rows)
    }
}
