//! Those who follow a store's changes, each with a mark, and the changes that are let go behind the slowest of them: an article comes,
//! may go again, and whoever follows ends with what the store holds.

use std::collections::{BTreeMap, BTreeSet};

use veille_tests::dice::Dice;

use super::Broken;

/// What became of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Came,
    Went,
}

/// A follower: what it has made of the changes, and up to which.
#[derive(Default)]
struct Follower {
    mark: u64,
    made: BTreeSet<u32>,
    away_until: u64,
}

#[derive(Default)]
pub struct Following {
    stored: BTreeSet<u32>,
    changes: BTreeMap<u64, (u32, Change)>,
    last: u64,
    followers: [Follower; 3],
}

impl Following {
    /// An article is stored, with its change in the same commit. One that is there changes nothing.
    pub fn store(&mut self, input: u32) {
        if self.stored.insert(input) {
            self.change(input, Change::Came);
        }
    }

    /// An article was kept for as long as it was to be.
    pub fn take_out(&mut self, dice: &mut Dice) {
        let Some(input) = self.stored.iter().nth(dice.below(self.stored.len().max(1))).copied() else {
            return;
        };
        self.stored.remove(&input);
        self.change(input, Change::Went);
    }

    fn change(&mut self, input: u32, change: Change) {
        self.last += 1;
        self.changes.insert(self.last, (input, change));
    }

    /// Lets go of the changes up to the slowest's mark that tell nobody anything: of articles that are gone, and those that a later one
    /// repeats.
    pub fn prune(&mut self, broken: Broken) {
        let slowest = self.followers.iter().map(|follower| follower.mark).min().unwrap_or(0);
        let cut = if broken == Broken::PrunesAhead { self.last } else { slowest };
        let stored = &self.stored;
        self.changes.retain(|number, (input, _)| *number > cut || stored.contains(input));
    }

    /// Each follower works on some changes, unless it is away or is killed on the way.
    pub fn work(&mut self, now: u64, dice: &mut Dice, broken: Broken) {
        for follower in &mut self.followers {
            if now < follower.away_until || dice.below(6) > 0 {
                continue;
            }
            let next: Vec<_> =
                self.changes.range(follower.mark + 1..).take(5).map(|(at, it)| (*at, *it)).collect();
            let Some((up_to, _)) = next.last().copied() else { continue };
            if broken == Broken::MarksFirst {
                follower.mark = up_to;
            }
            if dice.below(60) == 0 {
                follower.away_until = now + dice.below(900) as u64;
                continue;
            }
            for (_, (input, change)) in next {
                match change {
                    Change::Came => _ = follower.made.insert(input),
                    Change::Went => _ = follower.made.remove(&input),
                }
            }
            // What was made and the mark, in one commit.
            follower.mark = up_to;
        }
    }

    pub fn is_level(&self) -> bool {
        let last = self.changes.last_key_value().map_or(0, |(number, _)| *number);
        self.followers.iter().all(|follower| follower.mark >= last)
    }

    /// What was promised and not kept, if anything; also to one who begins now.
    pub fn judge(&self) -> Result<(), String> {
        let mut new = BTreeSet::new();
        for (input, change) in self.changes.values() {
            match change {
                Change::Came => _ = new.insert(*input),
                Change::Went => _ = new.remove(input),
            }
        }
        for made in self.followers.iter().map(|follower| &follower.made).chain([&new]) {
            if let Some(input) = self.stored.difference(made).next() {
                return Err(format!("lost: {input} is stored, and a follower does not know it"));
            }
            if let Some(input) = made.difference(&self.stored).next() {
                return Err(format!("kept: {input} is gone, and a follower has it still"));
            }
        }
        Ok(())
    }
}
