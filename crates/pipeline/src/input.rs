//! What a producer hands to the pipeline: a capture, the producer's own outcomes, and the marks (cursors) that are to be kept
//! with what comes of them.

use std::time::SystemTime;

use tokio::sync::oneshot;
use veille_model::{Capture, Mark, Outcome, StageName};

use crate::Message;

/// One thing that a producer hands in.
#[derive(Debug, Default)]
pub struct Input {
    /// A page to clean; None where the producer only reports.
    pub capture: Option<Capture>,
    /// What the producer itself decided: discovered, forbidden, 403.
    pub outcomes: Vec<Outcome>,
    /// What it wants remembered in the same transaction as the rows that come of this input.
    pub marks: Vec<Mark>,
    /// Fired once all of it is stored; dropped where it never was.
    pub confirm: Option<oneshot::Sender<()>>,
    /// Who made it, and since when: the first span of its trace. Where nobody says so a trace begins with the first stage.
    pub began: Option<(StageName, SystemTime)>,
}

impl From<Capture> for Input {
    fn from(capture: Capture) -> Self {
        Self { capture: Some(capture), ..Self::default() }
    }
}

impl Input {
    /// About how many bytes it takes in memory.
    pub(crate) fn bytes(&self) -> usize {
        // An outcome counts as 256 bytes: itself, an address and a sentence.
        size_of::<Self>() + self.capture.as_ref().map_or(0, Message::bytes) + 256 * self.outcomes.len()
    }
}
