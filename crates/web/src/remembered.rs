//! What takes a look at much of the store: asked of it at most every so often.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use veille_sink::{StoreError, Tallied};

/// The last answer.
#[derive(Debug)]
pub(crate) struct Remembered<T: ?Sized>(Mutex<Option<Answer<T>>>);

/// What became of all inputs, counted.
pub(crate) type Tally = Remembered<[Tallied]>;

#[derive(Debug)]
struct Answer<T: ?Sized> {
    at: Instant,
    took: Duration,
    told: Arc<T>,
}

/// Of the time that an answer takes, so much must have passed before it is asked for again: that is a twentieth of one core.
const PAUSE: u32 = 20;

impl<T: ?Sized> Default for Remembered<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T: ?Sized> Remembered<T> {
    /// Has it asked for anew by whoever comes next.
    pub async fn forget(&self) {
        *self.0.lock().await = None;
    }

    /// The answer, as of now or of a moment ago.
    pub async fn get(
        &self,
        ask: impl Future<Output = Result<Arc<T>, StoreError>>,
    ) -> Result<Arc<T>, StoreError> {
        // Held while it is asked: whoever comes meanwhile waits for the same answer.
        let mut last = self.0.lock().await;
        if let Some(answer) = last.as_ref().filter(|last| last.at.elapsed() < last.took * PAUSE) {
            return Ok(Arc::clone(&answer.told));
        }
        let began = Instant::now();
        // Only what was answered is remembered: a store that is locked for a moment is asked again by who comes next.
        let told = ask.await?;
        // From its end: of one that took a minute the pause would be half over otherwise.
        *last = Some(Answer { at: Instant::now(), took: began.elapsed(), told: Arc::clone(&told) });
        Ok(told)
    }
}
