//! A chunk of inputs on the CPU: worked on by a thread, and taken from it where a stage does not come back.

use std::future;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::OwnedSemaphorePermit;
use tracing::error;
use veille_model::{Article, Capture, Outcome, OutcomeKind, Reason, StageName, TaggedArticle};

use super::journey::{Journey, Stages};
use crate::stage::Label;
use crate::{Stage, Stop, Tally};

/// How long a stage may still take once inputs are to be left: a page takes milliseconds, and whoever stops us waits.
const LEAVING_MAX: Duration = Duration::from_secs(3);

/// A chunk as it came out.
pub(super) struct Arrival {
    /// Settled journeys, in the order of their inputs.
    pub journeys: Vec<Journey>,
    /// Whether unsettled ones followed. What comes after must not be committed before them: its marks may say that
    /// everything up to there is done.
    pub cut: bool,
}

impl Arrival {
    /// A chunk before its first unsettled journey. What was settled behind that one is left as well, and done again: a mark
    /// behind the gap would say that all before it is stored.
    fn cut(mut chunk: Vec<Journey>) -> Self {
        let settled = chunk.iter().take_while(|journey| journey.is_over()).count();
        chunk.truncate(settled);
        Self { journeys: chunk, cut: true }
    }
}

/// Takes a chunk through both stages, off the async threads, as often as its retries ask for. Told to stop while it
/// waits for a retry, or for a core where inputs are left, it is cut before the first unsettled journey.
pub(super) async fn travel<C, T>(mut chunk: Vec<Journey>, stages: Stages<C, T>, stop: Stop) -> Arrival
where
    C: Stage<Input = Capture, Output = Article>,
    T: Stage<Input = Article, Output = TaggedArticle>,
{
    loop {
        let core = Arc::clone(&stages.cores).acquire_owned();
        let core = match stages.leaves_at_stop {
            true => match stop.run_until_cancelled(core).await {
                Some(core) => core,
                None => return Arrival::cut(chunk),
            },
            false => core.await,
        };
        let back;
        (chunk, back) = on_core(chunk, &stages, &stop, core).await;
        let is_over = chunk.iter().all(Journey::is_over);
        if back == Back::Left || stages.leaves_at_stop && stop.is_cancelled() && !is_over {
            return Arrival::cut(chunk);
        }
        // At once and without a pause: the others of the chunk have not been asked yet.
        if back == Back::WithoutThread {
            continue;
        }
        let Some(pause) =
            // The longest of them, for a chunk goes as a whole: its journeys come out together, in the order of their inputs.
            chunk.iter().filter(|journey| !journey.is_over()).map(|j| j.retry_after).max().flatten()
        else {
            return Arrival { journeys: chunk, cut: false };
        };
        // A retry may be far away, and whoever stops us waits.
        if stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_none() {
            return Arrival::cut(chunk);
        }
    }
}

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

/// How a chunk came back from its thread.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Back {
    /// As far as it goes without waiting.
    Whole,
    /// A stage does not come back from one of its inputs, which is settled; others may not have been worked on.
    WithoutThread,
    /// Cut before an input that a stage still works on, which is left.
    Left,
}

/// Takes a chunk as far as it goes without waiting, off the async threads. Where a stage works on one input for longer than it may,
/// that is quarantined, and the chunk comes back with the others as they are; told to stop, it is not waited for so long.
async fn on_core<C, T>(
    journeys: Vec<Journey>,
    stages: &Stages<C, T>,
    stop: &Stop,
    core: Result<OwnedSemaphorePermit, tokio::sync::AcquireError>,
) -> (Vec<Journey>, Back)
where
    C: Stage<Input = Capture, Output = Article>,
    T: Stage<Input = Article, Output = TaggedArticle>,
{
    let shared = Shared { journeys, working: None, core: core.ok(), is_left: false };
    let shared = Arc::new(Mutex::new(shared));
    let (worked_on, own, told) = (Arc::clone(&shared), stages.clone(), stop.clone());
    let mut done = tokio::task::spawn_blocking(move || work(&worked_on, &own, &told));
    let mut leaving = pin!(async {
        match stages.leaves_at_stop {
            true => stop.cancelled().await,
            false => future::pending().await,
        }
        tokio::time::sleep(LEAVING_MAX).await;
    });
    let (mut patience, mut pause) = (stages.work_max, stages.work_max / 4);
    loop {
        // A quarter more at most; whoever is done is not waited for.
        tokio::select! {
            // A chunk that is done at the very moment at which its time is over is done: nothing of it is quarantined for a tie.
            biased;
            done = &mut done => {
                done.expect("stages' panics are caught where they are asked");
                return (std::mem::take(&mut held(&shared).journeys), Back::Whole);
            }
            // Looked at more often from here on: what was about to end is to be given back as soon as it has.
            () = &mut leaving, if !patience.is_zero() => (patience, pause) = (Duration::ZERO, LEAVING_MAX / 20),
            () = tokio::time::sleep(pause) => {}
        }
        let mut shared = held(&shared);
        let is_stuck = |working: &mut Working| working.since.elapsed() >= patience;
        let Some(working) = shared.working.take_if(is_stuck) else { continue };
        shared.is_left = true;
        // Another thread may have the core: the lost one keeps its thread, and may hang without computing anything.
        shared.core = None;
        let mut journeys = std::mem::take(&mut shared.journeys);
        if patience.is_zero() {
            journeys.truncate(working.journey);
            return (journeys, Back::Left);
        }
        quarantine(&mut journeys, working, stages);
        return (journeys, Back::WithoutThread);
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
            // Its journeys were taken away; what it has made meanwhile belongs to an input that has its end already.
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
