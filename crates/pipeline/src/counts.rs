//! Counts of the inputs of a stage by outcome: what comes out of it adds up to what went in.

use veille_model::OutcomeKind;

/// What became of the inputs of one stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Inputs taken, each counted once however often it was tried.
    pub inputs: u64,
    /// Inputs passed on.
    pub forwarded: u64,
    /// Inputs set aside by decision.
    pub discarded: u64,
    /// Inputs kept with the cause why they could not be processed.
    pub quarantined: u64,
    /// Tries that were put off; their inputs are settled by a later one.
    pub retried: u64,
}

impl Counts {
    pub(crate) fn settle(&mut self, kind: OutcomeKind) {
        match kind {
            OutcomeKind::Forwarded => self.forwarded += 1,
            OutcomeKind::Discarded => self.discarded += 1,
            OutcomeKind::Quarantined => self.quarantined += 1,
            OutcomeKind::Retried => self.retried += 1,
        }
    }

    /// Inputs that have their last outcome.
    pub fn settled(&self) -> u64 {
        self.forwarded + self.discarded + self.quarantined
    }
}
