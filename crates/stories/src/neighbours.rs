//! Who is like whom: an undirected graph of the articles in memory that are no copies, kept up as articles come and go.
//!
//! Two articles are compared if they share rare terms (an inverted index), and are neighbours if they are like enough. So
//! that a term that thousands have costs no more than one that some have, two articles see each other through a term only
//! where fewer than [`SEEN`] others that have it were published between them. That hangs on the set of articles and not on
//! who came first; who comes between two parts them, and who leaves brings them together again.

use crate::postings::{Lists, Tally};

/// Through a term an article sees so many of those published before it, and so many after it.
const SEEN: usize = 64;
/// So many terms two tellings must share to be compared.
// One in common, as a president's name, is chance.
const SHARED: u16 = 2;
/// How like two must be to be neighbours.
pub(crate) const LEAST: f32 = 0.2;
/// What likeness stands for where an article has fewer neighbours than are counted.
const FLOOR: f32 = 0.25;
/// So many of the most like say how closely an event is told around an article.
const CLOSEST: usize = 3;
/// So many of the most like say how much an article is in the middle of those that tell its event.
const MIDDLE: usize = 6;
/// Those count that were published so near it.
const NEAR_SECONDS: i64 = 24 * 3600;
/// And its copies: what is printed again word by word is told closely, but not as much as one that others tell anew.
const COPY: f32 = 0.8;

/// What articles are ordered by: when they were published, then by their ids.
pub(crate) type Place = (i64, u64);

/// How an event is told around an article.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Focus {
    /// How like the closest neighbours are, in the mean.
    pub closeness: f32,
    /// How like the closest are, in sum: who has the most is what the others are like.
    pub density: f32,
}

/// The graph, and the index by which it is found.
#[derive(Debug, Default)]
pub(crate) struct Neighbours {
    /// Who has a term, in the order of their places.
    terms: Lists,
    nodes: Nodes,
    /// Where each that was ever in stands, and when it was published: what is asked of each that shares a term.
    stands: Vec<(Place, Option<i64>)>,
    tally: Tally,
}

/// By slot.
#[derive(Debug, Default)]
struct Nodes(Vec<Option<Node>>);

impl Nodes {
    fn get(&self, slot: u32) -> Option<&Node> {
        self.0.get(slot as usize)?.as_ref()
    }

    fn at(&self, slot: u32) -> &Node {
        self.get(slot).expect("who is indexed is in")
    }

    fn at_mut(&mut self, slot: u32) -> &mut Node {
        self.0.get_mut(slot as usize).and_then(Option::as_mut).expect("who is indexed is in")
    }

    fn insert(&mut self, slot: u32, node: Node) {
        if self.0.len() <= slot as usize {
            self.0.resize_with(slot as usize + 1, || None);
        }
        self.0[slot as usize] = Some(node);
    }
}

#[derive(Debug)]
struct Node {
    place: Place,
    at: Option<i64>,
    /// By which it is found, sorted.
    keys: Box<[u32]>,
    /// Who is like it and how much, sorted by who.
    like: Vec<(u32, f32)>,
    /// Its copies, and how much each is like it.
    copies: Vec<(u32, f32)>,
    focus: Focus,
}

impl Node {
    fn focus(&self, nodes: &Nodes) -> Focus {
        // Those that it has not are as like as chance: one close neighbour alone makes no closely told event.
        let mut closest = [FLOOR; MIDDLE];
        let mut count = |like: f32| {
            if like > closest[MIDDLE - 1] {
                let at = closest.partition_point(|one| *one >= like);
                closest[at..].rotate_right(1);
                closest[at] = like;
            }
        };
        let near = self.like.iter().filter(|(other, _)| is_near(self.at, nodes.at(*other).at));
        near.for_each(|(_, like)| count(*like));
        self.copies.iter().for_each(|(_, like)| count(like * COPY));
        Focus {
            closeness: closest[..CLOSEST].iter().sum::<f32>() / CLOSEST as f32,
            density: closest.iter().sum(),
        }
    }
}

/// Whether two were published so near each other that one says how closely the other is told.
pub(crate) fn is_near(at: Option<i64>, there: Option<i64>) -> bool {
    at.zip(there).is_none_or(|(at, there)| (at - there).abs() <= NEAR_SECONDS)
}

impl Neighbours {
    /// Takes an article in, found by these keys by those published within so many seconds; `likeness` says how like it is to
    /// another that is in. Gives who has other neighbours now, without it.
    pub(crate) fn enter(
        &mut self,
        slot: u32,
        (place, at): (Place, Option<i64>),
        keys: &[u32],
        seconds: i64,
        likeness: impl Fn(u32) -> f32,
    ) -> Vec<u32> {
        if self.stands.len() <= slot as usize {
            self.stands.resize(slot as usize + 1, ((0, 0), None));
        }
        // By slot beside the nodes: it is asked of hundreds that share a term, and most of these are compared with nobody.
        self.stands[slot as usize] = (place, at);
        let (stands, published) = (&self.stands, at);
        let is_near = |other: u32| {
            published.zip(stands[other as usize].1).is_none_or(|(at, there)| (at - there).abs() <= seconds)
        };
        let mut keys: Box<[u32]> = keys.into();
        keys.sort_unstable();
        let mut parted: Vec<(u32, u32)> = Vec::new();
        for key in &keys {
            let posting = self.terms.of(*key);
            // By their places, so that where it comes in does not depend on when.
            let at = posting.partition_point(|other| stands[*other as usize].0 < place);
            for first in at.saturating_sub(SEEN)..at {
                // Who saw each other across just so many does so no more, with one between them.
                if let Some(second) = posting.get(first + SEEN) {
                    parted.push((posting[first], *second));
                }
            }
            let seen = posting[at.saturating_sub(SEEN)..].iter().take(at.min(SEEN) + SEEN);
            seen.filter(|other| is_near(**other)).for_each(|other| self.tally.add(*other));
            self.terms.insert(*key, at, slot);
        }
        self.nodes.insert(
            slot,
            Node { place, at, keys, like: Vec::new(), copies: Vec::new(), focus: Focus::default() },
        );
        let mut changed = Vec::new();
        for (first, second) in parted {
            // By other terms they may see each other still.
            // Only neighbours can be parted, and only where they have no other terms through which they see each other.
            if self.is_edge(first, second) && self.terms_seen(first, second) < usize::from(SHARED) {
                self.part(first, second);
                changed.extend([first, second]);
            }
        }
        for (other, _) in self.tally.take().into_iter().filter(|(_, count)| *count >= SHARED) {
            let like = likeness(other);
            if like >= LEAST {
                self.meet(slot, other, like);
                changed.push(other);
            }
        }
        changed.sort_unstable();
        changed.dedup();
        changed
    }

    /// Takes an article out. `likeness` says how like two others are, None where they are too far apart. Gives who has
    /// other neighbours now.
    pub(crate) fn leave(&mut self, slot: u32, likeness: impl Fn(u32, u32) -> Option<f32>) -> Vec<u32> {
        let Some(node) = self.nodes.0.get_mut(slot as usize).and_then(Option::take) else {
            return Vec::new();
        };
        // All of these have one neighbour less, whatever else comes of it.
        let mut changed: Vec<u32> = node.like.iter().map(|(other, _)| *other).collect();
        for other in &changed {
            self.nodes.at_mut(*other).like.retain(|(one, _)| *one != slot);
        }
        let mut met: Vec<(u32, u32)> = Vec::new();
        for key in &node.keys {
            let posting = self.terms.of(*key);
            let at = posting.iter().position(|one| *one == slot).expect("who is in is found");
            self.terms.remove_at(*key, at);
            let posting = self.terms.of(*key);
            for first in at.saturating_sub(SEEN)..at {
                if let Some(second) = posting.get(first + SEEN) {
                    met.push((posting[first], *second));
                }
            }
        }
        // Who was parted by it may see each other now.
        for (first, second) in met {
            if !self.is_edge(first, second)
                && self.terms_seen(first, second) >= usize::from(SHARED)
                && let Some(like) = likeness(first, second).filter(|like| *like >= LEAST)
            {
                self.meet(first, second, like);
                changed.extend([first, second]);
            }
        }
        changed.sort_unstable();
        changed.dedup();
        changed
    }

    /// Looks at an article's neighbours anew; whether that says something else of it.
    pub(crate) fn refocus(&mut self, slot: u32) -> bool {
        let Some(node) = self.nodes.get(slot) else { return false };
        let focus = node.focus(&self.nodes);
        // Whether anything changed decides how far the change goes on: an equal one ends it.
        std::mem::replace(&mut self.nodes.at_mut(slot).focus, focus) != focus
    }

    /// An article has a copy that is so much like it, or has that copy no more; whether it is in.
    pub(crate) fn copied(&mut self, slot: u32, copy: u32, like: Option<f32>) -> bool {
        let Some(node) = self.nodes.0.get_mut(slot as usize).and_then(Option::as_mut) else { return false };
        node.copies.retain(|(other, _)| *other != copy);
        node.copies.extend(like.map(|like| (copy, like)));
        true
    }

    pub(crate) fn has(&self, slot: u32) -> bool {
        self.nodes.get(slot).is_some()
    }

    /// Who is like an article.
    pub(crate) fn of(&self, slot: u32) -> impl Iterator<Item = u32> {
        self.nodes.get(slot).into_iter().flat_map(|node| &node.like).map(|(other, _)| *other)
    }

    /// The nearest of an article's neighbours that are more in the middle of things than it is, and how like the two are;
    /// near by the measure of how closely an event is told around either. None where none is as near as that.
    pub(crate) fn towards_the_middle(&self, slot: u32, near: f32) -> Option<(u32, f32)> {
        let node = self.nodes.get(slot)?;
        let mut best: Option<(f32, Place, u32, f32)> = None;
        for (other, like) in &node.like {
            let there = self.nodes.at(*other);
            let is_denser = match there.focus.density.total_cmp(&node.focus.density) {
                // As dense as it is: the earlier, or the two would be each other's middle.
                std::cmp::Ordering::Equal => there.place < node.place,
                order => order.is_gt(),
            };
            let nearness = like / (node.focus.closeness * there.focus.closeness).sqrt();
            // Of equals the earlier: it must not show in what order they came.
            let is_better = best.is_none_or(|(score, place, ..)| {
                nearness > score || (nearness == score && there.place < place)
            });
            if is_denser && nearness >= near && is_better {
                best = Some((nearness, there.place, *other, *like));
            }
        }
        best.map(|(_, _, other, like)| (other, like))
    }

    fn is_edge(&self, first: u32, second: u32) -> bool {
        self.nodes.at(first).like.binary_search_by_key(&second, |(other, _)| *other).is_ok()
    }

    fn meet(&mut self, first: u32, second: u32, how: f32) {
        for (one, other) in [(first, second), (second, first)] {
            let like = &mut self.nodes.at_mut(one).like;
            // They may have met through another term already.
            if let Err(at) = like.binary_search_by_key(&other, |(known, _)| *known) {
                like.insert(at, (other, how));
            }
        }
    }

    fn part(&mut self, first: u32, second: u32) {
        for (one, other) in [(first, second), (second, first)] {
            self.nodes.at_mut(one).like.retain(|(known, _)| *known != other);
        }
    }

    /// Through how many terms two see each other.
    fn terms_seen(&self, first: u32, second: u32) -> usize {
        let (first, second) = (self.nodes.at(first), self.nodes.at(second));
        let is_seen = |key: &&u32| {
            second.keys.binary_search(key).is_ok() && {
                let posting = self.terms.of(**key);
                let at = |place: Place| posting.partition_point(|one| self.stands[*one as usize].0 < place);
                at(first.place).abs_diff(at(second.place)) <= SEEN
            }
        };
        first.keys.iter().filter(is_seen).count()
    }
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashMap;

    use super::*;

    /// Who sees whom, looked up in all pairs.
    fn expected(here: &[(u32, Vec<u32>)], slot: u32) -> Vec<u32> {
        let mut order: Vec<&(u32, Vec<u32>)> = here.iter().collect();
        order.sort_unstable_by_key(|(slot, _)| place(*slot));
        let keys = &here.iter().find(|(one, _)| *one == slot).unwrap().1;
        let mut counts: FxHashMap<u32, u16> = FxHashMap::default();
        for key in keys {
            let posting: Vec<u32> = order.iter().filter(|one| one.1.contains(key)).map(|one| one.0).collect();
            let at = posting.iter().position(|one| *one == slot).unwrap();
            for (there, other) in posting.iter().enumerate() {
                if there != at && there.abs_diff(at) <= SEEN {
                    *counts.entry(*other).or_default() += 1;
                }
            }
        }
        let mut seen: Vec<u32> =
            counts.into_iter().filter(|(_, count)| *count >= SHARED).map(|one| one.0).collect();
        seen.sort_unstable();
        seen
    }

    fn place(slot: u32) -> Place {
        (i64::from(slot.wrapping_mul(2_654_435_761) >> 12), u64::from(slot))
    }

    #[test]
    fn who_sees_whom_hangs_on_who_is_there_and_not_on_who_came_first() {
        let mut neighbours = Neighbours::default();
        let mut here: Vec<(u32, Vec<u32>)> = Vec::new();
        for slot in 0..600_u32 {
            // Four terms that a third of all have, and some of their own.
            let mut keys: Vec<u32> = (0..4).filter(|key| (slot >> key) % 3 != 1).collect();
            keys.extend([100 + slot % 50, 200 + slot % 7]);
            neighbours.enter(slot, (place(slot), None), &keys, 0, |_| 0.5);
            here.push((slot, keys));
            if slot % 3 == 2 {
                let gone = here.swap_remove(slot as usize * 7 % here.len()).0;
                neighbours.leave(gone, |_, _| Some(0.5));
            }
        }
        for (slot, _) in &here {
            let seen: Vec<u32> = neighbours.of(*slot).collect();
            assert_eq!(seen, expected(&here, *slot), "{slot}");
        }
        let most = here.iter().map(|(slot, _)| neighbours.of(*slot).count()).max().unwrap();
        assert!(most < here.len() - 1, "{most} of {}", here.len());
    }

    #[test]
    fn copies_say_how_closely_their_original_is_told() {
        let mut neighbours = Neighbours::default();
        for slot in 0..2 {
            neighbours.enter(slot, (place(slot), None), &[1, 2], 0, |_| 0.5);
        }
        let mut are_joined = |like: Option<f32>| {
            (0..2).for_each(|slot| {
                (0..3).for_each(|copy| assert!(neighbours.copied(slot, 10 + 3 * slot + copy, like)));
                neighbours.refocus(slot);
            });
            (0..2).any(|slot| neighbours.towards_the_middle(slot, 0.75).is_some())
        };
        assert!(are_joined(None));
        // Each is printed again by three: half as like as that, they are two events.
        assert!(!are_joined(Some(0.95)));
        assert!(are_joined(None));
    }

    #[test]
    fn what_thousands_have_costs_no_more_than_what_some_have() {
        let mut neighbours = Neighbours::default();
        for slot in 0..3_000 {
            neighbours.enter(slot, (place(slot), None), &[1, 2, 3], 0, |_| 0.5);
        }
        assert!((0..3_000).all(|slot| neighbours.of(slot).count() <= 2 * SEEN));
    }
}
