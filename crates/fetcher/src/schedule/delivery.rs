//! What is handed downstream, and how downstream says that it is safe.

use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot};
use veille_model::{Capture, Mark, Outcome};

use crate::error::FrontierError;
use crate::memory::frontier::Frontier;

/// What became of one announced page or of one reading of a feed: to be stored together or not at all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fetched {
    /// Pages and stand-in entries; often one, often none.
    pub captures: Vec<Capture>,
    /// One for each input that was settled or put off.
    pub outcomes: Vec<Outcome>,
    /// What the fetcher wants remembered once the captures are safe.
    pub marks: Vec<Mark>,
}

/// Something fetched, and the way to say that it is safe. Dropping `confirm` says that it is not: it is then fetched again.
#[derive(Debug)]
pub struct Delivery {
    /// What was fetched.
    pub fetched: Fetched,
    /// To be sent to when captures, outcomes and (where they share a store) marks are written.
    pub confirm: oneshot::Sender<()>,
}

/// Where deliveries go. Bounded: a slow downstream slows the fetcher.
pub type Outlet = mpsc::Sender<Delivery>;

/// Why something fetched does not count as delivered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Undelivered {
    #[error("downstream is gone")]
    Closed,
    #[error("downstream did not confirm it")]
    Unconfirmed,
    #[error(transparent)]
    Frontier(#[from] FrontierError),
}

/// Hands something downstream, waits until it is safe, then moves the frontier on.
pub(crate) async fn deliver(
    fetched: Fetched,
    outlet: &Outlet,
    frontier: &impl Frontier,
) -> Result<(), Undelivered> {
    // They go both ways: with the rows, and to a frontier that lies elsewhere.
    let marks = fetched.marks.clone();
    let (confirm, confirmed) = oneshot::channel();
    outlet.send(Delivery { fetched, confirm }).await.map_err(|_| Undelivered::Closed)?;
    confirmed.await.map_err(|_| Undelivered::Unconfirmed)?;
    frontier.advance(&marks).await?;
    Ok(())
}
