//! Which of those who do the same has which part of it (partition assignment by leases): one table in a bucket, which each of them
//! writes anew every few seconds, and only over the one that it has read (compare and swap).
//!
//! Nobody's clock is compared with another's. Who writes raises a count, and whoever reads notes when it saw that last rise: one that
//! has not for a while is taken for dead, and its parts are free. Who could not write for somewhat less than that holds its own no more.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use async_nats::jetstream::kv::{CreateErrorKind, Operation, Store, UpdateErrorKind};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;
use tracing::debug;

use super::bucket::written;
use super::{Bucket, BusError};

/// For how long a count has not risen when its holder is taken for dead.
const DEAD: Duration = Duration::from_secs(8);
/// For how long what was written holds: by then whoever holds something has stopped, so that it is never another's as well.
const HOLDS: Duration = Duration::from_secs(6);
/// How often others may come in between before a round is given up.
const TRIES: u32 = 20;
/// How many parts there are, each a bit. More than there will be fetchers of one server, few enough to fit a line.
const PARTS: u32 = u64::BITS;

/// Who has what, by name.
type Table = BTreeMap<String, Held>;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    /// How often its holder has written.
    round: u64,
    parts: u64,
    /// Whether it gives none to anybody until it is done.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    all: bool,
}

/// One of those who share something out.
#[derive(Debug)]
pub struct Deal {
    store: Store,
    key: String,
    place: String,
    name: String,
    all: bool,
    /// The count of each other one, since when it is that, and whether it has ever risen.
    heard: HashMap<String, (u64, Instant, bool)>,
    /// When the table was read last.
    read_at: Instant,
}

/// What one of them has. A part is a bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hand {
    /// The parts that are its own.
    pub held: u64,
    /// Those of them that are more than its share: to be given back once nobody is at them.
    pub leave: u64,
    /// Those of them that were another's, or nobody's, until now.
    pub anew: u64,
    /// Until when they are its own, unless it says before that it lives.
    pub until: Instant,
}

impl Bucket {
    /// Sits down, in this name, with those who share out what the key stands for. The name is one that nobody had before.
    pub fn deal(&self, key: &str, name: String) -> Deal {
        let store = self.store.clone();
        let (place, heard, read_at) = (key.to_owned(), HashMap::new(), Instant::now());
        Deal { store, key: written(key), place, name, all: false, heard, read_at }
    }
}

impl Deal {
    /// How often [`round`](Self::round) is to be called.
    pub const EVERY: Duration = Duration::from_secs(2);

    /// Says that we live, gives back these parts, and takes what is free, up to our share.
    ///
    /// # Errors
    /// [`BusError::JetStream`] where the server does not answer.
    pub async fn round(&mut self, given_back: u64) -> Result<Hand, BusError> {
        for attempt in 1..=TRIES {
            let (mut table, revision) = self.read().await?;
            let until = Instant::now() + HOLDS;
            let (held, leave, anew) = self.play(&mut table, given_back);
            if self.write(&table, revision).await? {
                return Ok(Hand { held, leave, anew, until });
            }
            // Of those who write at once one succeeds each time; the others wait longer with each try.
            tokio::time::sleep(Duration::from_millis(7) * attempt).await;
        }
        Err(self.failed(&"others write all the time"))
    }

    /// Takes everything, and keeps it from those who come until [`leave`](Self::leave). Whoever was killed is waited for.
    ///
    /// # Errors
    /// [`BusError::Taken`] where somebody else is at it, [`BusError::JetStream`] where the server does not answer.
    pub async fn take_all(&mut self) -> Result<Hand, BusError> {
        self.all = true;
        loop {
            let (mut table, _) = self.read().await?;
            self.forget_the_dead(&mut table);
            if table.keys().all(|name| *name == self.name) {
                let hand = self.round(0).await?;
                if hand.held == u64::MAX {
                    return Ok(hand);
                }
            }
            // Who wrote while we looked is alive; who did not may have been killed, and is waited for.
            if let Some((holder, _)) = self.heard.iter().find(|(_, (.., has_risen))| *has_risen) {
                let holder = holder.clone();
                self.leave().await;
                return Err(BusError::Taken { place: self.place.clone(), holder });
            }
            tokio::time::sleep(Self::EVERY / 4).await;
        }
    }

    /// Gives everything back. What cannot be is free a little later.
    pub async fn leave(&mut self) {
        for _ in 0..TRIES {
            let Ok((mut table, revision)) = self.read().await else { break };
            if table.remove(&self.name).is_none() {
                return;
            }
            match self.write(&table, revision).await {
                Ok(true) => return,
                Ok(false) => {}
                Err(_) => break,
            }
        }
        debug!(place = self.place, "the parts were not given back; they are free in {DEAD:?}");
    }

    /// Our turn at a table: what we hold then, what of it is too much, and what of it is new.
    fn play(&mut self, table: &mut Table, given_back: u64) -> (u64, u64, u64) {
        self.forget_the_dead(table);
        let mut own = table.remove(&self.name).unwrap_or_default();
        let others = table.values().fold(0, |all, held| all | held.parts);
        // Rounded up, so that every part is somebody's.
        let share = PARTS.div_ceil(u32::try_from(table.len()).unwrap_or(PARTS - 1) + 1);
        let share = if self.all { PARTS } else { share };
        own.parts &= !given_back;
        let anew = lowest(!(others | own.parts), share.saturating_sub(own.parts.count_ones()));
        own.parts |= anew;
        let leave = own.parts & !lowest(own.parts, share);
        own = Held { round: own.round + 1, all: self.all, ..own };
        let held = own.parts;
        table.insert(self.name.clone(), own);
        (held, leave, anew)
    }

    /// Takes those out of a table whose count has not risen for long.
    fn forget_the_dead(&mut self, table: &mut Table) {
        let now = Instant::now();
        self.heard.retain(|name, _| table.contains_key(name));
        // Where the server was away, or we, nobody could write, or be read: they are given their time once more.
        if now - std::mem::replace(&mut self.read_at, now) > Self::EVERY * 2 {
            self.heard.values_mut().for_each(|(_, since, _)| *since = now);
        }
        table.retain(|name, held| {
            if *name == self.name {
                return true;
            }
            let (round, since, has_risen) =
                self.heard.entry(name.clone()).or_insert((held.round, now, false));
            if *round != held.round {
                (*round, *since, *has_risen) = (held.round, now, true);
            }
            since.elapsed() < DEAD
        });
    }

    /// The table, and its revision; None where there is none yet.
    async fn read(&self) -> Result<(Table, Option<u64>), BusError> {
        let entry = self.store.entry(&self.key).await.map_err(|error| self.failed(&error))?;
        let entry = entry.filter(|entry| entry.operation == Operation::Put);
        let Some(entry) = entry else { return Ok((Table::default(), None)) };
        // What nobody can read is as good as none: it is written over.
        Ok((serde_json::from_slice(&entry.value).unwrap_or_default(), Some(entry.revision)))
    }

    /// Writes the table over that revision; false where another has come in between.
    async fn write(&self, table: &Table, revision: Option<u64>) -> Result<bool, BusError> {
        let text = serde_json::to_vec(table).expect("it is of names and numbers").into();
        match revision {
            Some(revision) => match self.store.update(&self.key, text, revision).await {
                Ok(_) => Ok(true),
                Err(error) if error.kind() == UpdateErrorKind::WrongLastRevision => Ok(false),
                Err(error) => Err(self.failed(&error)),
            },
            None => match self.store.create(&self.key, text).await {
                Ok(_) => Ok(true),
                Err(error) if error.kind() == CreateErrorKind::AlreadyExists => Ok(false),
                Err(error) => Err(self.failed(&error)),
            },
        }
    }

    fn failed(&self, cause: &dyn std::fmt::Display) -> BusError {
        BusError::jetstream(format!("sharing out {}", self.place), cause)
    }
}

/// So many of these bits, the lowest.
fn lowest(mut of: u64, count: u32) -> u64 {
    let whole = of;
    for _ in 0..count {
        of &= of.wrapping_sub(1);
    }
    whole & !of
}
