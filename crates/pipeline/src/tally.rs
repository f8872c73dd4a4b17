//! Counts of inputs by stage, of one piece of work and, beside that, of the whole process.

use std::collections::BTreeMap;

use veille_model::{Outcome, StageName};

use crate::{Counts, Metrics};

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

impl Metrics {
    /// Counts of inputs and outcomes since the process began.
    pub fn tally(&self) -> Tally {
        Tally { stages: self.counts(), metrics: None }
    }
}
