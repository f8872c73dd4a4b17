//! A chunk on a core: worked on by a thread, and taken from it where a stage does not come back.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::OwnedSemaphorePermit;
use tracing::error;
use veille_model::{Article, Capture, Outcome, OutcomeKind, Reason, StageName, TaggedArticle};

use super::journey::{Journey, Stages};
use crate::stage::Label;
use crate::{Stage, Stop, Tally};

/// What the thread and whoever waits for it share.
struct Shared {
    journeys: Vec<Journey>,
    working: Option<Working>,
    /// Free again when the thread is done, or no longer waited for.
    core: Option<OwnedSemaphorePermit>,
    is_left: bool,
}

/// What is worked on just now.
struct Working {
    journey: usize,
    since: Instant,
    stage: StageName,
    label: Label,
    /// What became of it so far.
    outcomes: Vec<Outcome>,
    tally: Tally,
}

/// Takes a chunk as far as it goes without waiting, off the async threads; whether that is all of it. Where a stage works on one
/// input for longer than it may, that is quarantined, and the chunk comes back with the others as they are.
pub(super) async fn on_core<C, T>(
    journeys: Vec<Journey>,
    stages: &Stages<C, T>,
    stop: &Stop,
    core: Result<OwnedSemaphorePermit, tokio::sync::AcquireError>,
) -> (Vec<Journey>, bool)
where
    C: Stage<Input = Capture, Output = Article>,
    T: Stage<Input = Article, Output = TaggedArticle>,
{
    let shared = Shared { journeys, working: None, core: core.ok(), is_left: false };
    let shared = Arc::new(Mutex::new(shared));
    let (worked_on, own, told) = (Arc::clone(&shared), stages.clone(), stop.clone());
    let mut done = tokio::task::spawn_blocking(move || work(&worked_on, &own, &told));
    loop {
        // A quarter more at most; whoever is done is not waited for.
        if let Ok(done) = tokio::time::timeout(stages.work_max / 4, &mut done).await {
            done.expect("stages' panics are caught where they are asked");
            return (std::mem::take(&mut held(&shared).journeys), true);
        }
        let mut shared = held(&shared);
        let is_stuck = |working: &mut Working| working.since.elapsed() >= stages.work_max;
        if let Some(working) = shared.working.take_if(is_stuck) {
            shared.is_left = true;
            shared.core = None;
            let mut journeys = std::mem::take(&mut shared.journeys);
            quarantine(&mut journeys, working, stages);
            return (journeys, false);
        }
    }
}

fn work<C, T>(shared: &Mutex<Shared>, stages: &Stages<C, T>, stop: &Stop)
where
    C: Stage<Input = Capture, Output = Article>,
    T: Stage<Input = Article, Output = TaggedArticle>,
{
    let journeys = held(shared).journeys.len();
    for number in 0..journeys {
        if stages.leaves_at_stop && stop.is_cancelled() {
            break;
        }
        let mut part = match &mut held(shared).journeys[number] {
            journey if journey.is_over() => continue,
            journey => journey.part(stages),
        };
        let asking = |stage, label, part: &Journey| {
            let (outcomes, tally) = (part.outcomes.clone(), part.tally.clone());
            let mut shared = held(shared);
            if !shared.is_left {
                let since = Instant::now();
                shared.working = Some(Working { journey: number, since, stage, label, outcomes, tally });
            }
        };
        part.advance(stages, &asking);
        let mut shared = held(shared);
        if shared.is_left {
            return;
        }
        shared.working = None;
        shared.journeys[number].join(part);
    }
    held(shared).core = None;
}

/// The end of an input that a stage does not come back from.
fn quarantine<C, T>(journeys: &mut [Journey], working: Working, stages: &Stages<C, T>) {
    let Working { journey, stage, label, outcomes, tally, .. } = working;
    let journey = &mut journeys[journey];
    journey.join_outcomes(outcomes, &tally);
    let seconds = stages.work_max.as_secs();
    error!(%stage, input = label.input, url = label.url, "the stage does not come back from an input; its thread is lost until this process ends");
    stages.metrics.stuck(stage);
    let reason =
        Reason::new("stuck", format!("the {stage} stage has worked on it for more than {seconds} s"));
    let outcome = label.outcome(stage, OutcomeKind::Quarantined, Some(reason));
    journey.tally.settle(&outcome);
    journey.outcomes.push(outcome);
}

fn held(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
