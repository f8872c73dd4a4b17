//! A follower sees every change once and in order, wherever it is killed, and one instance of it works at a time.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use veille_pipeline::{Feed, FollowOptions, Follower, RowsError, Stop, follow};

/// A store of numbers, each a change.
#[derive(Clone, Default)]
struct Numbers {
    committed: Arc<Mutex<Vec<u64>>>,
    is_claimed: Arc<AtomicBool>,
}

struct Claim(Arc<AtomicBool>);

impl Drop for Claim {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

impl Feed for Numbers {
    type Change = u64;
    type Claim = Claim;

    async fn changes(&self, after: u64, limit: u32) -> Result<Vec<u64>, RowsError> {
        let committed = self.committed.lock().unwrap();
        Ok(committed.iter().copied().filter(|number| *number > after).take(limit as usize).collect())
    }

    fn number(change: &u64) -> u64 {
        *change
    }

    async fn claim(&self, _: &str) -> Result<Option<Claim>, RowsError> {
        let taken = self.is_claimed.swap(true, Ordering::SeqCst);
        Ok((!taken).then(|| Claim(Arc::clone(&self.is_claimed))))
    }
}

impl Numbers {
    fn commit(&self, numbers: impl IntoIterator<Item = u64>) {
        self.committed.lock().unwrap().extend(numbers);
    }
}

/// Where a process dies.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Death {
    BeforeTheWork,
    /// The work is safe, the position is not: only where they are not written together.
    BetweenWorkAndPosition,
    AfterBoth,
}

/// What a follower leaves behind when its process dies.
#[derive(Clone, Default)]
struct Kept {
    work: Arc<Mutex<Vec<u64>>>,
    position: Arc<Mutex<u64>>,
}

/// A follower that dies at a given piece of work, never to answer again.
struct Mortal {
    kept: Kept,
    dies: Option<(u32, Death)>,
    pieces: u32,
}

impl Mortal {
    fn new(kept: &Kept, dies: Option<(u32, Death)>) -> Self {
        Self { kept: kept.clone(), dies, pieces: 0 }
    }

    async fn may_die(&self, at: Death) {
        if self.dies == Some((self.pieces, at)) {
            std::future::pending::<()>().await;
        }
    }
}

impl Follower for Mortal {
    type Change = u64;

    fn name(&self) -> &str {
        "mortal"
    }

    async fn position(&mut self) -> Result<u64, RowsError> {
        Ok(*self.kept.position.lock().unwrap())
    }

    async fn work(&mut self, changes: &[u64], up_to: u64) -> Result<(), RowsError> {
        self.pieces += 1;
        self.may_die(Death::BeforeTheWork).await;
        self.kept.work.lock().unwrap().extend(changes);
        self.may_die(Death::BetweenWorkAndPosition).await;
        *self.kept.position.lock().unwrap() = up_to;
        self.may_die(Death::AfterBoth).await;
        Ok(())
    }
}

fn in_threes() -> FollowOptions {
    FollowOptions { changes: 3, until_level: true, ..FollowOptions::default() }
}

/// Follows until level, or until the follower is dead and its process gone.
async fn live(numbers: &Numbers, mut mortal: Mortal) {
    let (stop, options) = (Stop::new(), in_threes());
    let life = follow(numbers, &mut mortal, &options, |_| {}, &stop);
    let _ = tokio::time::timeout(Duration::from_millis(50), life).await;
}

#[tokio::test(start_paused = true)]
async fn wherever_it_dies_the_next_life_goes_on() {
    for piece in 1..=4 {
        for death in [Death::BeforeTheWork, Death::BetweenWorkAndPosition, Death::AfterBoth] {
            let (numbers, kept) = (Numbers::default(), Kept::default());
            numbers.commit(1..=10);
            live(&numbers, Mortal::new(&kept, Some((piece, death)))).await;
            assert!(*kept.position.lock().unwrap() <= u64::from(piece) * 3, "it lived on");
            live(&numbers, Mortal::new(&kept, None)).await;

            let work = kept.work.lock().unwrap().clone();
            let mut once = work.clone();
            once.dedup();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once, (1..=10).collect::<Vec<_>>(), "piece {piece}, {death:?}");
            // Only a death between the two repeats anything, and then one piece.
            let again =
                if death == Death::BetweenWorkAndPosition { [3, 3, 3, 1][piece as usize - 1] } else { 0 };
            assert_eq!(work.len(), 10 + again, "piece {piece}, {death:?}");
            assert_eq!(*kept.position.lock().unwrap(), 10);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn one_that_is_thrown_away_begins_anew_and_ends_with_the_same() {
    let numbers = Numbers::default();
    numbers.commit([2, 3, 5, 8, 13]);
    let (first, second) = (Kept::default(), Kept::default());
    live(&numbers, Mortal::new(&first, None)).await;
    live(&numbers, Mortal::new(&second, None)).await;
    assert_eq!(*first.work.lock().unwrap(), [2, 3, 5, 8, 13]);
    assert_eq!(*first.work.lock().unwrap(), *second.work.lock().unwrap());
}

#[tokio::test(start_paused = true)]
async fn what_is_committed_while_it_waits_is_seen() {
    let (numbers, kept, stop) = (Numbers::default(), Kept::default(), Stop::new());
    let following = tokio::spawn({
        let (numbers, kept, stop) = (numbers.clone(), kept.clone(), stop.clone());
        async move {
            let mut follower = Mortal::new(&kept, None);
            follow(&numbers, &mut follower, &FollowOptions::default(), |_| {}, &stop).await
        }
    });
    for number in 1..=5 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        numbers.commit([number]);
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(*kept.work.lock().unwrap(), [1, 2, 3, 4, 5]);
    stop.cancel();
    assert_eq!(following.await.unwrap(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_second_instance_stands_by_and_takes_over() {
    let (numbers, kept) = (Numbers::default(), Kept::default());
    let start = |stop: &Stop| {
        let (numbers, kept, stop) = (numbers.clone(), kept.clone(), stop.clone());
        tokio::spawn(async move {
            let mut follower = Mortal::new(&kept, None);
            follow(&numbers, &mut follower, &FollowOptions::default(), |_| {}, &stop).await
        })
    };
    let (first_stop, second_stop) = (Stop::new(), Stop::new());
    let first = start(&first_stop);
    tokio::time::sleep(Duration::from_millis(10)).await;
    let second = start(&second_stop);
    numbers.commit(1..=4);
    tokio::time::sleep(Duration::from_secs(10)).await;
    first_stop.cancel();
    assert_eq!(first.await.unwrap(), 4);
    numbers.commit(5..=6);
    tokio::time::sleep(Duration::from_secs(10)).await;
    second_stop.cancel();
    assert_eq!(
        second.await.unwrap(),
        2,
        "the second worked while the first had the place, or never took over"
    );
    assert_eq!(*kept.work.lock().unwrap(), [1, 2, 3, 4, 5, 6]);
}

/// Fails every other time, after the work as well as before it.
struct Moody(Mortal, u32);

impl Follower for Moody {
    type Change = u64;

    fn name(&self) -> &str {
        "moody"
    }

    async fn position(&mut self) -> Result<u64, RowsError> {
        self.0.position().await
    }

    async fn work(&mut self, changes: &[u64], up_to: u64) -> Result<(), RowsError> {
        self.1 += 1;
        match self.1 % 3 {
            1 => Err("the disk is full".into()),
            2 => {
                self.0.work(changes, up_to).await?;
                Err("the answer was lost".into())
            }
            _ => self.0.work(changes, up_to).await,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn failures_are_waited_out_and_nothing_comes_twice() {
    let (numbers, kept) = (Numbers::default(), Kept::default());
    numbers.commit(1..=20);
    let mut moody = Moody(Mortal::new(&kept, None), 0);
    follow(&numbers, &mut moody, &in_threes(), |_| {}, &Stop::new()).await;
    assert_eq!(*kept.work.lock().unwrap(), (1..=20).collect::<Vec<_>>());
}
