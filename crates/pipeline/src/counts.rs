//! Counts of inputs by stage and outcome: what comes out of a stage adds up to what went in.

use std::collections::BTreeMap;

use veille_model::{Outcome, OutcomeKind, StageName};

use crate::Metrics;

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

/// [`Counts`] by stage.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    stages: BTreeMap<StageName, Counts>,
    metrics: Option<Metrics>,
}

impl PartialEq for Tally {
    fn eq(&self, other: &Self) -> bool {
        self.stages == other.stages
    }
}

impl Eq for Tally {}

impl Tally {
    /// A tally that counts into `metrics` as well, each thing when it is counted here.
    pub(crate) fn counted(metrics: &Metrics) -> Self {
        Self { stages: BTreeMap::new(), metrics: Some(metrics.clone()) }
    }

    pub(crate) fn from_counts(stages: BTreeMap<StageName, Counts>) -> Self {
        Self { stages, metrics: None }
    }

    /// The counts of one stage; all zero where it has seen nothing.
    pub fn of(&self, stage: StageName) -> Counts {
        self.stages.get(&stage).copied().unwrap_or_default()
    }

    /// The stages that have seen something, in the order of the pipeline.
    pub fn stages(&self) -> impl Iterator<Item = (StageName, Counts)> + '_ {
        self.stages.iter().map(|(stage, counts)| (*stage, *counts))
    }

    /// Counts an input as taken by a stage.
    pub fn take(&mut self, stage: StageName) {
        self.stages.entry(stage).or_default().inputs += 1;
        if let Some(metrics) = &self.metrics {
            metrics.take(stage);
        }
    }

    /// Counts one outcome.
    pub fn settle(&mut self, outcome: &Outcome) {
        self.stages.entry(outcome.stage).or_default().settle(outcome.outcome);
        if let Some(metrics) = &self.metrics {
            metrics.settle(outcome);
        }
    }

    /// Counts articles that reached the store.
    pub(crate) fn store(&mut self, articles: usize) {
        let counts = self.stages.entry(StageName::Store).or_default();
        // The store has no verdicts: what it was given and could commit went through.
        counts.inputs += articles as u64;
        counts.forwarded += articles as u64;
        if let Some(metrics) = &self.metrics {
            metrics.stored(articles as u64);
        }
    }

    /// Adds another tally to this one.
    pub fn add(&mut self, other: &Self) {
        for (stage, more) in &other.stages {
            let counts = self.stages.entry(*stage).or_default();
            counts.inputs += more.inputs;
            counts.forwarded += more.forwarded;
            counts.discarded += more.discarded;
            counts.quarantined += more.quarantined;
            counts.retried += more.retried;
        }
    }
}
