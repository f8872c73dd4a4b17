//! Everything that is stored, judged again: in pieces, on all cores, and so that it goes on where it was interrupted.
//!
//! What was judged and how far we have come are written in one transaction, so that it may be killed anywhere.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use anyhow::Result;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use veille_model::{Batch, Mark};
use veille_pipeline::Stop;
use veille_sink::Store;

use super::Context;
use crate::arguments::Database;
use crate::shown::{Hint, Progress, count};
use crate::signals::Signals;

/// What is judged again, and how.
pub trait Review: Send + Sync + 'static {
    /// The command, and the mark under which a store has how far it has come.
    const NAME: &'static str;
    /// What the progress says is being done.
    const VERB: &'static str;
    /// One and several of what is judged.
    const NOUN: [&'static str; 2];
    /// Something that is stored.
    type Held: Send + 'static;
    /// What it is judged to be.
    type Judged: Send + 'static;
    /// What is remembered from one piece to the next.
    type Noted: Default + Serialize + DeserializeOwned;

    /// A name for everything that it is judged by; under another one the work begins anew.
    fn rules(&self) -> &str;

    /// The row that it stands in.
    fn row(held: &Self::Held) -> i64;

    /// What is stored after a row, as much as is judged at once.
    async fn after(&self, store: &Store, row: i64) -> Result<Vec<Self::Held>>;

    /// How much there is to judge, where so much has been.
    async fn all(&self, store: &Store, row: i64, done: u64) -> Result<u64>;

    /// Judges one. It may panic, which is one that failed.
    fn judge(&self, held: &Self::Held) -> Self::Judged;

    /// Notes what was judged, in the order of the rows, and what failed; gives what is to be stored.
    async fn note(
        &self,
        store: &Store,
        noted: &mut Self::Noted,
        judged: Vec<(Self::Held, Option<Self::Judged>)>,
    ) -> Result<Batch>;

    /// How many changed so far.
    fn changed(noted: &Self::Noted) -> u64;
}

/// How far the work has come.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Position<N> {
    /// The rules; under others it begins anew.
    rules: String,
    row: i64,
    /// What was judged.
    pub done: u64,
    /// That at which judging failed; it stays as it is.
    pub failed: u64,
    pub noted: N,
}

impl<N: Default> Position<N> {
    /// Nothing is judged by these rules yet.
    pub fn anew(rules: &str) -> Self {
        Self { rules: rules.to_owned(), row: 0, done: 0, failed: 0, noted: N::default() }
    }
}

/// Judges everything again; None where it was told to stop before the end, which was said then. With `write` nothing is
/// stored where it is false, and nothing taken up.
pub async fn review<R: Review>(
    review: R,
    store: &Store,
    write: bool,
    database: &Database,
    context: &Context,
) -> Result<Option<Position<R::Noted>>> {
    let signals = Signals::listen()?;
    let review = Arc::new(review);
    let cores = context.configuration.settings.pipeline.cores();
    let position = begin(&*review, store, write, context).await?;
    let progress = Progress::start(context.global.quiet, R::VERB);
    let all = review.all(store, position.row, position.done).await?;
    let on_piece = |done, changed| progress.of(done, all, changed);
    let (position, finished) = go(&review, store, write, cores, position, &signals.stop, on_piece).await?;
    drop(progress);
    if finished {
        return Ok(Some(position));
    }
    let all = count(all, R::NOUN[0], R::NOUN[1]);
    let mut told = format!("{} of {all} judged", position.done);
    if write {
        let hint = Hint::new([R::NAME]).option("--store", database.path.as_deref()).with(&context.global);
        told.push_str(&format!("; next: {hint}"));
    }
    context.say(told);
    signals.conclude()?;
    Ok(None)
}

/// Judges on from a position, until all is judged or we are told to stop; how far that came, and whether it is all.
pub async fn go<R: Review>(
    review: &Arc<R>,
    store: &Store,
    write: bool,
    cores: usize,
    mut position: Position<R::Noted>,
    stop: &Stop,
    on_piece: impl Fn(u64, u64),
) -> Result<(Position<R::Noted>, bool)> {
    let mut finished = false;
    while !finished && !stop.is_cancelled() {
        let held = review.after(store, position.row).await?;
        finished = held.is_empty();
        if let Some(last) = held.last() {
            position.row = R::row(last);
        }
        // Counted before they are judged, for all of the piece are written together.
        position.done += held.len() as u64;
        let judging = {
            let review = Arc::clone(review);
            move || judge(&*review, held, cores)
        };
        // Off the async threads: a piece takes every core for a while.
        let judged = tokio::task::spawn_blocking(judging).await?;
        // Passed over and counted: stopping at one would stop at it again each time the work is taken up.
        position.failed += judged.iter().filter(|(_, judged)| judged.is_none()).count() as u64;
        let mut batch = review.note(store, &mut position.noted, judged).await?;
        // At the end there is nothing left to go on from.
        let value = if finished { None } else { Some(serde_json::to_string(&position)?) };
        batch.marks.push(Mark { key: R::NAME.to_owned(), value });
        if write {
            store.commit(&batch).await?;
        }
        on_piece(position.done, R::changed(&position.noted));
    }
    Ok((position, finished))
}

/// Where the last one was interrupted, if it went by the same rules.
async fn begin<R: Review>(
    review: &R,
    store: &Store,
    write: bool,
    context: &Context,
) -> Result<Position<R::Noted>> {
    let anew = Position::anew(review.rules());
    if !write {
        return Ok(anew);
    }
    let held = store.mark(R::NAME).await?;
    let held = held.and_then(|value| serde_json::from_str::<Position<R::Noted>>(&value).ok());
    Ok(match held {
        // Half judged by old rules and half by new would be neither; other rules begin anew.
        Some(position) if position.rules == anew.rules => {
            context.say(format!("going on after {}", count(position.done, R::NOUN[0], R::NOUN[1])));
            position
        }
        Some(_) => {
            context.say("the rules have changed since the last one was interrupted, so it begins anew");
            anew
        }
        None => anew,
    })
}

/// Judges on all cores; None where judging failed.
fn judge<R: Review>(review: &R, mut held: Vec<R::Held>, cores: usize) -> Vec<(R::Held, Option<R::Judged>)> {
    let share = held.len().div_ceil(cores.max(1)).max(1);
    let mut shares = Vec::new();
    while !held.is_empty() {
        shares.push(held.drain(..share.min(held.len())).collect::<Vec<_>>());
    }
    // One at which it panics must not stop the other hundred thousand.
    let one = |held: R::Held| {
        let judged = catch_unwind(AssertUnwindSafe(|| review.judge(&held))).ok();
        (held, judged)
    };
    thread::scope(|scope| {
        let threads: Vec<_> = shares
            .into_iter()
            .map(|share| scope.spawn(move || share.into_iter().map(one).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("panics are caught inside")).collect()
    })
}
