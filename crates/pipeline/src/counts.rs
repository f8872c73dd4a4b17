//! Counts of inputs by stage and outcome: what comes out of a stage adds up to what went in.

use std::collections::BTreeMap;

use veille_model::{Outcome, OutcomeKind, StageName};

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
    /// Inputs that have their last outcome.
    pub fn settled(&self) -> u64 {
        self.forwarded + self.discarded + self.quarantined
    }
}

/// [`Counts`] by stage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<StageName, Counts>);

impl Tally {
    /// The counts of one stage; all zero where it has seen nothing.
    pub fn of(&self, stage: StageName) -> Counts {
        self.0.get(&stage).copied().unwrap_or_default()
    }

    /// The stages that have seen something, in the order of the pipeline.
    pub fn stages(&self) -> impl Iterator<Item = (StageName, Counts)> + '_ {
        self.0.iter().map(|(stage, counts)| (*stage, *counts))
    }

    /// Counts an input as taken by a stage.
    pub fn take(&mut self, stage: StageName) {
        self.0.entry(stage).or_default().inputs += 1;
    }

    /// Counts one outcome.
    pub fn settle(&mut self, outcome: &Outcome) {
        let counts = self.0.entry(outcome.stage).or_default();
        match outcome.outcome {
            OutcomeKind::Forwarded => counts.forwarded += 1,
            OutcomeKind::Discarded => counts.discarded += 1,
            OutcomeKind::Quarantined => counts.quarantined += 1,
            OutcomeKind::Retried => counts.retried += 1,
        }
    }

    /// Counts articles that reached the store.
    pub(crate) fn store(&mut self, articles: usize) {
        let counts = self.0.entry(StageName::Store).or_default();
        // The store has no verdicts: what it was given and could commit went through.
        counts.inputs += articles as u64;
        counts.forwarded += articles as u64;
    }

    /// Adds another tally to this one.
    pub fn add(&mut self, other: &Self) {
        for (stage, more) in &other.0 {
            let counts = self.0.entry(*stage).or_default();
            counts.inputs += more.inputs;
            counts.forwarded += more.forwarded;
            counts.discarded += more.discarded;
            counts.quarantined += more.quarantined;
            counts.retried += more.retried;
        }
    }
}
