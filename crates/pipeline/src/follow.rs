//! Followers: whoever works on every change of a store once, in order, behind the commit, and goes on where it stopped.
//!
//! A consumer of the store's change feed (change data capture): search, stories, live streams. A [`Follower`] keeps its
//! position with its work, so there is nothing to lose between the two; the [`Feed`] lets one instance of each follower
//! work at a time, the others stand by. What a follower makes must be a function of what the store holds, so that one
//! that is thrown away and begins anew ends with the same.

use std::future::Future;
use std::time::Duration;

use tracing::{info, warn};

use crate::backoff::Backoff;
use crate::{RowsError, Stop};

/// A store's numbered changes, seen from whoever follows them.
pub trait Feed: Send + Sync {
    /// One change.
    type Change: Send + Sync;
    /// The right to be the one instance of a follower; given back when it is dropped, or when its holder is killed.
    type Claim: Send;

    /// The changes after number `after`, in their order, at most `limit`.
    fn changes(
        &self,
        after: u64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Self::Change>, RowsError>> + Send;

    /// A change's number.
    fn number(change: &Self::Change) -> u64;

    /// Claims a follower's place; None while another instance holds it.
    fn claim(&self, follower: &str) -> impl Future<Output = Result<Option<Self::Claim>, RowsError>> + Send;

    /// Whether a claim still stands: a server may lose it while its holder goes on.
    fn stands(&self, _claim: &Self::Claim) -> bool {
        true
    }

    /// Returns once there may be a change after number `after`. A feed that says nothing by itself is asked again after
    /// `poll`.
    fn wait(&self, _after: u64, poll: Duration) -> impl Future<Output = ()> + Send {
        tokio::time::sleep(poll)
    }
}

/// What is done about changes.
pub trait Follower: Send {
    /// What it follows.
    type Change: Send + Sync;

    /// Its name, by which it has one place in a store.
    fn name(&self) -> &str;

    /// The number of the last change whose work is safe; 0 before the first. Asked at the start and after a failure.
    fn position(&mut self) -> impl Future<Output = Result<u64, RowsError>> + Send;

    /// Works on changes and makes the work and the new position, `up_to`, safe together. Where the work lies apart from
    /// its position, the work comes first: then a crash between them repeats it, and it must bear that.
    fn work(
        &mut self,
        changes: &[Self::Change],
        up_to: u64,
    ) -> impl Future<Output = Result<(), RowsError>> + Send;

    /// Called where its place was lost, before it is claimed again: another instance may be at work from here on.
    fn lost(&mut self) {}
}

/// How a follower follows.
#[derive(Clone, Debug)]
pub struct FollowOptions {
    /// Changes worked on at once.
    pub changes: u32,
    /// How long it waits where there is nothing new, and its feed does not tell when there is.
    pub wait: Duration,
    /// Whether it ends once it has worked on all there is, as after a replay.
    pub until_level: bool,
}

impl Default for FollowOptions {
    fn default() -> Self {
        Self { changes: 500, wait: Duration::from_millis(200), until_level: false }
    }
}

/// How long an instance that stands by waits before it looks whether the place is free.
const STAND_BY: Duration = Duration::from_secs(1);
const PAUSES: Backoff = Backoff::new(Duration::from_millis(100), Duration::from_secs(10));

/// Follows until `stop`, or until level where that is asked for; the number of changes worked on.
///
/// Failures are told and waited out: a follower lags, the store does not wait for it. `on_work` sees the position after
/// each piece of work.
pub async fn follow<F, W>(
    feed: &F,
    follower: &mut W,
    options: &FollowOptions,
    mut on_work: impl FnMut(u64) + Send,
    stop: &Stop,
) -> u64
where
    F: Feed,
    W: Follower<Change = F::Change>,
{
    let Some(mut claim) = stop.run_until_cancelled(place(feed, follower.name())).await else { return 0 };
    let mut pauses = PAUSES;
    let mut position = None;
    let mut worked_on = 0;
    while !stop.is_cancelled() {
        if !feed.stands(&claim) {
            warn!(follower = follower.name(), "the place in the store was lost; claiming it again");
            follower.lost();
            let Some(again) = stop.run_until_cancelled(place(feed, follower.name())).await else { break };
            claim = again;
            // Another may have gone on from where we were.
            position = None;
        }
        let step = step(feed, follower, &mut position, options.changes);
        // The wait can be cut short and the work cannot: what was begun is finished.
        let pause = match step.await {
            Ok(0) if options.until_level => break,
            Ok(0) => {
                let waiting = feed.wait(position.unwrap_or_default(), options.wait);
                let _ = stop.run_until_cancelled(waiting).await;
                continue;
            }
            Ok(changes) => {
                worked_on += changes;
                pauses.reset();
                on_work(position.unwrap_or_default());
                continue;
            }
            // Whoever told us to stop knows why the work could not be done.
            Err(_) if stop.is_cancelled() => break,
            Err(error) => {
                // What is safe is asked again: the work may have been done before it failed.
                position = None;
                warn!(follower = follower.name(), %error, "following failed; trying again");
                pauses.next()
            }
        };
        let _ = stop.run_until_cancelled(tokio::time::sleep(pause)).await;
    }
    worked_on
}

/// Waits for the follower's place.
async fn place<F: Feed>(feed: &F, name: &str) -> F::Claim {
    let mut stands_by = false;
    let mut pauses = PAUSES;
    loop {
        match feed.claim(name).await {
            Ok(Some(claim)) => return claim,
            Ok(None) => {
                if !std::mem::replace(&mut stands_by, true) {
                    info!(follower = name, "another instance follows this store; standing by");
                }
                tokio::time::sleep(STAND_BY).await;
            }
            Err(error) => {
                warn!(follower = name, %error, "the place in the store cannot be claimed; trying again");
                tokio::time::sleep(pauses.next()).await;
            }
        }
    }
}

/// Works on the next changes; how many there were.
async fn step<F, W>(
    feed: &F,
    follower: &mut W,
    position: &mut Option<u64>,
    limit: u32,
) -> Result<u64, RowsError>
where
    F: Feed,
    W: Follower<Change = F::Change>,
{
    let after = match *position {
        Some(position) => position,
        None => follower.position().await?,
    };
    *position = Some(after);
    let changes = feed.changes(after, limit.max(1)).await?;
    let Some(last) = changes.last() else { return Ok(0) };
    let up_to = F::number(last);
    follower.work(&changes, up_to).await?;
    *position = Some(up_to);
    Ok(changes.len() as u64)
}
