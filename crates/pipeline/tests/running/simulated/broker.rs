//! A broker that keeps what JetStream promises and no more: messages in order, duplicates known by id for a while, consumers
//! that are given a message again unless they settle it in time, and whose settlements may be forgotten when it crashes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use veille_tests::dice::Dice;

use super::{ACK_WAIT, Body, DELIVERIES_MAX, Id, WINDOW};

/// A stream with its consumers, one a stage.
#[derive(Clone, Default)]
pub struct Stream {
    pub messages: BTreeMap<u64, Vec<Body>>,
    last: u64,
    known: HashMap<Id, u64>,
    room: usize,
    pub consumers: BTreeMap<&'static str, Consumer>,
    /// What was ever taken in, for whoever looks for doubles.
    pub history: BTreeMap<Vec<Body>, u32>,
}

#[derive(Clone, Default)]
pub struct Consumer {
    /// The last that was given out for the first time.
    given: u64,
    /// Given out and not settled: until when, and how often.
    open: BTreeMap<u64, (u64, u32)>,
    /// Whether it ends after so many deliveries.
    ends: bool,
    /// What it has ended for, in the server's own words.
    pub given_up: BTreeSet<u64>,
}

impl Stream {
    /// One with room for so many messages, and these readers; all but the store are given a message so often and no more.
    pub fn new(room: usize, readers: &[&'static str]) -> Self {
        let consumer =
            |reader: &&'static str| (*reader, Consumer { ends: *reader != "store", ..Consumer::default() });
        Self { room, consumers: readers.iter().map(consumer).collect(), ..Self::default() }
    }

    /// Takes a message in. None where it is full.
    pub fn publish(&mut self, now: u64, id: Id, bodies: &[Body]) -> Option<()> {
        // Of a clock that was set back what is known is younger than now.
        if self.known.get(&id).is_some_and(|at| now.saturating_sub(*at) < WINDOW) {
            return Some(());
        }
        if self.messages.len() >= self.room {
            return None;
        }
        self.last += 1;
        self.messages.insert(self.last, bodies.to_vec());
        self.known.insert(id, now);
        *self.history.entry(bodies.to_vec()).or_default() += 1;
        Some(())
    }

    /// Gives out at most so many: those that come again first.
    pub fn take(&mut self, reader: &'static str, now: u64, many: usize) -> Vec<(u64, Vec<Body>)> {
        let consumer = self.consumers.get_mut(reader).expect("its readers are known");
        let mut taken = Vec::new();
        let late: Vec<u64> =
            consumer.open.iter().filter(|(_, (until, _))| *until <= now).map(|(it, _)| *it).collect();
        for sequence in late {
            let (until, deliveries) = consumer.open.get_mut(&sequence).expect("it was just found");
            if consumer.ends && *deliveries >= DELIVERIES_MAX {
                consumer.open.remove(&sequence);
                consumer.given_up.insert(sequence);
            } else if taken.len() < many {
                (*until, *deliveries) = (now + ACK_WAIT, *deliveries + 1);
                taken.push(sequence);
            }
        }
        while taken.len() < many {
            let Some((sequence, _)) = self.messages.range(consumer.given + 1..).next() else { break };
            consumer.given = *sequence;
            consumer.open.insert(*sequence, (now + ACK_WAIT, 1));
            taken.push(*sequence);
        }
        // What was purged meanwhile is given out to nobody.
        let messages = &self.messages;
        taken.into_iter().filter_map(|it| Some((it, messages.get(&it)?.clone()))).collect()
    }

    /// Whether messages are about that came again, or are to.
    pub fn comes_again(&self, reader: &str, now: u64) -> bool {
        self.consumers[reader].open.values().any(|(until, deliveries)| *deliveries > 1 || *until <= now)
    }

    pub fn settle(&mut self, reader: &str, sequence: u64) {
        self.consumers.get_mut(reader).expect("its readers are known").open.remove(&sequence);
    }

    pub fn vouch(&mut self, reader: &str, sequence: u64, now: u64) {
        let open = &mut self.consumers.get_mut(reader).expect("its readers are known").open;
        if let Some((until, _)) = open.get_mut(&sequence) {
            *until = now + ACK_WAIT;
        }
    }

    /// Removes the oldest down to half, where it is three quarters full: up to the lowest that is settled by all.
    pub fn trim(&mut self, settled_alone: bool) {
        if self.messages.len() * 4 < self.room * 3 {
            return;
        }
        let floor = |consumer: &Consumer| {
            let open = consumer.open.keys().chain(&consumer.given_up).min();
            open.map_or(consumer.given, |first| first - 1)
        };
        let floor = self.consumers.values().map(floor).min().unwrap_or(0);
        while self.messages.len() * 2 > self.room {
            let Some((first, _)) = self.messages.first_key_value() else { return };
            if settled_alone && *first > floor {
                return;
            }
            self.messages.pop_first();
        }
    }

    /// Forgets some of what was settled lately: such messages come again.
    pub fn forget_settlements(&mut self, dice: &mut Dice) {
        for consumer in self.consumers.values_mut() {
            let lately = consumer.given.saturating_sub(5)..=consumer.given;
            for sequence in lately.filter(|it| *it > 0 && self.messages.contains_key(it)) {
                if dice.below(2) == 0 && !consumer.given_up.contains(&sequence) {
                    consumer.open.entry(sequence).or_insert((0, 1));
                }
            }
        }
    }

    pub fn is_settled(&self) -> bool {
        let is_idle = |it: &Consumer| it.open.is_empty() && it.given_up.is_empty() && it.given == self.last;
        self.consumers.values().all(is_idle)
    }
}
