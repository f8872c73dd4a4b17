//! The beats of this fetcher among those of a NATS server: dealt out at a table in the bucket, a round every other second.

use std::time::Duration;

use tokio::time::Instant;
use veille_fetcher::Beats;
use veille_pipeline::bus::{Bucket, Bus, BusError, Deal, Hand};

use crate::machine::holder;

/// The key of the table.
const TABLE: &str = "fetcher/beats";
/// How long it takes at most, when we end, until nobody asks anybody any more for another fetcher.
const ENDING: Duration = Duration::from_secs(10);

/// A place at the table.
pub struct Share {
    deal: Deal,
    beats: Beats,
    hand: Hand,
}

impl Share {
    /// Sits down, and takes what is free; all of it, or nothing, where somebody fetches once.
    ///
    /// # Errors
    /// [`BusError::Taken`] where somebody else is at it who fetches once, or is to wait for us.
    pub async fn take(bucket: &Bucket, once: bool) -> Result<Self, BusError> {
        // By the nanosecond as well: in containers every process has the same number on a machine of the same name.
        let nanos = chrono::Utc::now().timestamp_subsec_nanos();
        let mut deal = bucket.deal(TABLE, format!("{}.{nanos:09}", holder("fetch")));
        let hand = if once { deal.take_all().await? } else { deal.round(0).await? };
        let share = Self { deal, beats: Beats::default(), hand };
        share.hold(hand.anew);
        Ok(share)
    }

    /// The beats that are ours, as they change.
    pub fn beats(&self) -> Beats {
        self.beats.clone()
    }

    /// Keeps our share, gives up what is more once nobody is at work on it, and takes what others leave; until then, and then gives
    /// all of it back.
    pub async fn keep(mut self, until: impl Future<Output = ()>) {
        tokio::pin!(until);
        loop {
            tokio::select! {
                () = &mut until => break,
                () = tokio::time::sleep(Deal::EVERY) => {}
            }
            match self.deal.round(self.beats.left(self.hand.leave)).await {
                Ok(hand) => {
                    // Also what was ours all the time, as far as we knew, and was written without our hearing of it.
                    let anew = hand.anew | hand.held & !self.hand.held;
                    self.hand = hand;
                    self.hold(anew);
                }
                Err(error) => tracing::debug!(%error, "our beats are ours for as long as was said last"),
            }
        }
        self.beats.hold(0, 0, Instant::now());
        let ending = Instant::now();
        while self.beats.left(u64::MAX) != u64::MAX && ending.elapsed() < ENDING {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.deal.leave().await;
    }

    fn hold(&self, anew: u64) {
        self.beats.hold(self.hand.held & !self.hand.leave, anew, self.hand.until);
    }
}

/// Brings questions to whoever has the beat.
pub fn colleagues(bus: &Bus) -> impl Fn(u32, Vec<u8>) -> Asking + Send + Sync + use<> {
    let bus = bus.clone();
    move |beat, question| {
        let bus = bus.clone();
        Box::pin(async move { bus.ask_holder(beat, question).await })
    }
}

/// A question on its way.
type Asking = std::pin::Pin<Box<dyn Future<Output = Option<Vec<u8>>> + Send>>;
