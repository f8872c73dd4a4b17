//! To what an article is joined: its original, what a person said, or the nearest of those that tell its event more plainly.

use veille_model::{ArticleId, Joined, Told};

use crate::neighbours::is_near;
use crate::stories::{COPY_SECONDS, Held, STORY_SECONDS, Stories, Wanted};
use crate::words::short;

/// The score of a copy and of what a person said.
const SURE: u16 = 1000;
/// How near two articles of one event are, as a share of how closely it is told around them.
const NEAR: f32 = 0.75;
/// As far as an article's neighbours go, and what says how closely an event is told around these.
const AROUND_SECONDS: i64 = STORY_SECONDS + 86_400;

impl Stories {
    /// Puts those into the graph that are no copies, and takes those out that are.
    pub(crate) fn settle_places(&mut self) -> Result<(), Wanted> {
        while let Some((at, article)) = self.unplaced.first().cloned() {
            let mut wanted = Wanted::default();
            self.want(Some(at), AROUND_SECONDS, &mut wanted);
            if !wanted.is_empty() {
                return Err(wanted);
            }
            // It may have gone since it was noted.
            if let Some(slot) = self.slots.get(&article).copied() {
                match self.held[slot as usize].standing.originals.is_empty() {
                    true => {
                        let stirred = self.place(slot);
                        self.stir(stirred);
                    }
                    false => {
                        self.displace(slot);
                        self.count_as_copy(slot);
                    }
                }
            }
            self.unplaced.remove(&(at, article));
        }
        Ok(())
    }

    /// Takes an article into the graph, if it is no copy; who has other neighbours now.
    pub(crate) fn place(&mut self, slot: u32) -> Vec<u32> {
        let held = &self.held;
        let Held { telling, standing, .. } = &held[slot as usize];
        if self.neighbours.has(slot) || !standing.originals.is_empty() {
            return Vec::new();
        }
        let at = (telling.at.unwrap_or(0), u64::from(short(veille_text::hash(telling.article.as_str()))));
        let likeness = |other: u32| telling.likeness(&held[other as usize].telling).score();
        let keys = &telling.terms.keys;
        let mut stirred = self.neighbours.enter(slot, (at, telling.at), keys, STORY_SECONDS, likeness);
        stirred.push(slot);
        let article = self.held[slot as usize].telling.article.clone();
        // Copies may have come before their original was placed.
        for copy in self.copies.get(&article).into_iter().flatten().cloned().collect::<Vec<_>>() {
            if let Some(copy) = self.slots.get(&copy).copied() {
                self.copied(copy, &article, true);
            }
        }
        stirred
    }

    /// Whether an article is among those that say how closely its original is told, by what holds of it now.
    fn count_as_copy(&mut self, copy: u32) {
        if let Some(original) = self.held[copy as usize].standing.original().cloned() {
            let stirred = self.copied(copy, &original, true);
            self.stir(stirred.into_iter().collect());
        }
    }

    /// The same of one that is its copy no more.
    pub(crate) fn count_no_copy(&mut self, copy: u32, original: &ArticleId) {
        let stirred = self.copied(copy, original, false);
        self.stir(stirred.into_iter().collect());
    }

    /// Gives the original, where it is in the graph.
    fn copied(&mut self, copy: u32, original: &ArticleId, is_one: bool) -> Option<u32> {
        let slot = self.slots.get(original).copied()?;
        let [telling, copied] = [slot, copy].map(|slot| &self.held[slot as usize].telling);
        let is_counted = is_one
            && self.held[copy as usize].standing.original() == Some(original)
            && is_near(telling.at, copied.at);
        let like = is_counted.then(|| telling.likeness(copied).score());
        self.neighbours.copied(slot, copy, like).then_some(slot)
    }

    /// The same of an article that is known: what its neighbours are joined to was decided with it.
    pub(crate) fn place_quietly(&mut self, slot: u32) {
        for slot in self.place(slot) {
            self.neighbours.refocus(slot);
        }
        let original = self.held[slot as usize].standing.original().cloned();
        if let Some(original) = original.and_then(|original| self.copied(slot, &original, true)) {
            self.neighbours.refocus(original);
        }
    }

    /// Takes an article out of the graph, and has those decided anew whom that concerns.
    pub(crate) fn displace(&mut self, slot: u32) {
        let held = &self.held;
        let stirred = self.neighbours.leave(slot, |first, second| {
            let (first, second) = (&held[first as usize].telling, &held[second as usize].telling);
            first.is_within(second, STORY_SECONDS).then(|| first.likeness(second).score())
        });
        self.stir(stirred);
    }

    /// These have other neighbours: to what they are joined is decided anew, and where they stand otherwise among these, to
    /// what their neighbours are.
    fn stir(&mut self, stirred: Vec<u32>) {
        for slot in stirred {
            self.unjoin(slot);
            // Only where it stands otherwise: else each change would go through the whole press.
            if self.neighbours.refocus(slot) {
                for other in self.neighbours.of(slot).collect::<Vec<_>>() {
                    self.unjoin(other);
                }
            }
        }
    }

    fn unjoin(&mut self, slot: u32) {
        let telling = &self.held[slot as usize].telling;
        self.unjoined.insert((telling.at.unwrap_or(0), telling.article.clone()));
    }

    /// Decides to what those are joined of which that is open.
    pub(crate) fn settle_joins(&mut self) -> Result<(), Wanted> {
        while let Some((at, article)) = self.unjoined.first().cloned() {
            let is_copy = self.slot(&article).is_some_and(|held| !held.standing.originals.is_empty());
            let mut wanted = Wanted::default();
            self.want(Some(at), if is_copy { COPY_SECONDS } else { AROUND_SECONDS }, &mut wanted);
            // A person may join what is a year apart: these days are asked for one by one.
            let ruled: Vec<i64> = self.rules.joined(&article).map(|(_, at)| at).collect();
            ruled.into_iter().for_each(|at| self.want(Some(at), 0, &mut wanted));
            if !wanted.is_empty() {
                return Err(wanted);
            }
            if let Some(slot) = self.slots.get(&article).copied() {
                self.decide_join(slot);
            }
            self.unjoined.remove(&(at, article));
        }
        Ok(())
    }

    fn decide_join(&mut self, slot: u32) {
        let joined = self.joined(slot);
        let held = &self.held[slot as usize];
        let Told { article, story, joined: before, .. } = held.standing.clone();
        if before == joined {
            return;
        }
        let there = joined.as_ref().and_then(|joined| self.slot(&joined.to));
        // Moved within a story, who was joined hangs together with it as before. What a person said may make a circle.
        let is_within = before.is_some()
            && there.is_some_and(|there| there.standing.story == story)
            && self.rules.is_empty();
        let standing = Told { joined, ..held.standing.clone() };
        self.stand(&article, standing);
        if !is_within {
            self.unnamed.insert(story);
        }
    }

    fn joined(&self, slot: u32) -> Option<Joined> {
        let Held { telling, standing, .. } = &self.held[slot as usize];
        let article = &telling.article;
        if self.rules.begins(article) {
            return None;
        }
        // What a person said: of these the earliest, before it.
        let said = self.rules.joined(article).filter_map(|(other, _)| {
            let other = &self.slot(other)?.telling;
            // Only to what came before, or two could be joined to each other.
            (other.time() < telling.time()).then(|| (other.time(), other.article.clone()))
        });
        let said = said.min().map(|(_, other)| other);
        if let Some(to) = said.or_else(|| standing.original().cloned()) {
            return Some(Joined { to, score: SURE });
        }
        let (to, like) = self.neighbours.towards_the_middle(slot, NEAR)?;
        let to: ArticleId = self.held[to as usize].telling.article.clone();
        // Who reads a score of 1000 tells of a copy.
        Some(Joined { to, score: ((like * 1000.0).round() as u16).min(SURE - 1) })
    }
}
