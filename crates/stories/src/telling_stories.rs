//! To which story an article belongs: the one of the last three days that it is most like, if it is like enough.

use std::collections::BTreeMap;

use veille_model::{ArticleId, Joined, Told};

use crate::stories::{STORY_SECONDS, Stories, Wanted};

/// So many of the terms that it is found by two tellings must share to be compared.
const KEYS_SHARED: u16 = 2;
/// The score of a copy and of what a person said.
const SURE: u16 = 1000;
/// How like an article must be to a story.
pub(crate) const LIKE: f32 = 0.5;
/// Likeness below that is none.
const FLOOR: f32 = 0.01;
/// Of a story's articles those that are most like count, so many: a long story is told from many sides.
const SIDES: usize = 4;

impl Stories {
    /// Decides to which stories those belong of which that is open, in the order of time.
    pub(crate) fn settle_stories(&mut self) -> Result<(), Wanted> {
        while let Some((at, article)) = self.untold.first().cloned() {
            let mut wanted = Wanted::default();
            self.want(Some(at), STORY_SECONDS, &mut wanted);
            for (_, other) in self.rules.joined(&article).map(|(id, at)| (id.clone(), at)).collect::<Vec<_>>()
            {
                self.want(Some(other), 0, &mut wanted);
            }
            if !wanted.is_empty() {
                return Err(wanted);
            }
            if let Some(slot) = self.slots.get(&article).copied() {
                self.decide_story(slot);
            }
            self.untold.remove(&(at, article));
        }
        Ok(())
    }

    fn decide_story(&mut self, slot: u32) {
        let held = &self.held[slot as usize];
        let article = held.telling.article.clone();
        let (story, joined) = self.story_of(slot);
        let held = &self.held[slot as usize];
        if held.standing.story == story && held.standing.joined == joined {
            return;
        }
        let moved = held.standing.story != story;
        let stories = [held.standing.story.clone(), story.clone()];
        let standing = Told { story, joined, ..held.standing.clone() };
        self.stand(&article, standing);
        if moved {
            self.concern_later(slot);
            for story in stories {
                self.concern_listeners(&story, slot);
            }
        }
    }

    fn story_of(&mut self, slot: u32) -> (ArticleId, Option<Joined>) {
        let telling = &self.held[slot as usize].telling;
        let article = telling.article.clone();
        let own = (article.clone(), None);
        if self.rules.begins(&article) {
            return own;
        }
        let sure = |other: &ArticleId| {
            let other = self.slot(other).filter(|other| other.telling.time() < telling.time())?;
            let at = other.telling.at.unwrap_or(0);
            Some(((at, other.telling.article.clone()), other.standing.story.clone()))
        };
        // What a person said, then what is one text with it: of these the earliest.
        let said = self.rules.joined(&article).filter_map(|(other, _)| sure(other)).min();
        let held = &self.held[slot as usize];
        let originals = held.standing.original();
        let one_text = originals.into_iter().chain(self.primary_copies(&article));
        if let Some(((_, to), story)) = said.or_else(|| one_text.filter_map(sure).min()) {
            return (story, Some(Joined { to, score: SURE }));
        }
        let mut stories: BTreeMap<ArticleId, Vec<(f32, u32)>> = BTreeMap::new();
        for other in self.neighbours(slot) {
            let there = &self.held[other as usize];
            let telling = &self.held[slot as usize].telling;
            if there.telling.time() >= telling.time() {
                continue;
            }
            let score = telling.likeness(&there.telling).score();
            if score >= FLOOR {
                stories.entry(there.standing.story.clone()).or_default().push((score, other));
            }
        }
        let best = stories.iter().map(|(story, like)| (self.like_story(slot, story, like), story));
        // The greatest; of equals the first by name.
        let best = best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
        let Some((score, story)) = best.filter(|(score, _)| *score >= LIKE) else { return own };
        let nearest = stories[story].iter().max_by(|a, b| {
            let name = |slot: u32| &self.held[slot as usize].telling.article;
            a.0.total_cmp(&b.0).then_with(|| name(b.1).cmp(name(a.1)))
        });
        let to = nearest.map(|(_, other)| self.held[*other as usize].telling.article.clone());
        (story.clone(), to.map(|to| Joined { to, score: ((score * 1000.0).round() as u16).min(SURE - 1) }))
    }

    /// How like an article is to a story: in the mean, to those of it that it is most like; who is not like it at all counts
    /// as well, while the story is small.
    fn like_story(&self, slot: u32, story: &ArticleId, like: &[(f32, u32)]) -> f32 {
        let telling = &self.held[slot as usize].telling;
        let at = telling.at.unwrap_or(0);
        let first = (at - STORY_SECONDS, ArticleId::from(String::new()));
        let earlier =
            self.tellers.get(story).map(|tellers| tellers.range(first..(at, telling.article.clone())));
        let sides = earlier.map_or(0, |earlier| earlier.take(SIDES).count()).max(1);
        let mut scores: Vec<f32> = like.iter().map(|(score, _)| *score).collect();
        scores.sort_unstable_by(|a, b| b.total_cmp(a));
        scores.iter().take(sides).sum::<f32>() / sides as f32
    }

    /// Those whose original an article is before others.
    fn primary_copies<'s>(&'s self, article: &'s ArticleId) -> impl Iterator<Item = &'s ArticleId> {
        let copies = self.copies.get(article).into_iter().flatten();
        copies
            .filter(move |copy| self.slot(copy).is_some_and(|copy| copy.standing.original() == Some(article)))
    }

    /// Those that may tell what an article tells, within three days of it.
    fn neighbours(&mut self, slot: u32) -> Vec<u32> {
        let telling = &self.held[slot as usize].telling;
        let tally = &mut self.tally;
        let held = &self.held;
        self.keys.each(&telling.terms.keys, |other| {
            if held[other as usize].telling.is_within(telling, STORY_SECONDS) {
                tally.add(other);
            }
        });
        let counted = tally.take();
        let others = counted.into_iter().filter(|(other, count)| {
            *count >= KEYS_SHARED && *other != slot && self.held[*other as usize].is_live
        });
        others.map(|(other, _)| other).collect()
    }

    /// Has those after an article decided anew that it may concern.
    pub(crate) fn concern_later(&mut self, slot: u32) {
        let neighbours = self.neighbours(slot);
        let telling = &self.held[slot as usize].telling;
        let mut later: Vec<ArticleId> = Vec::new();
        for other in neighbours {
            let there = &self.held[other as usize].telling;
            if there.time() > telling.time() && telling.likeness(there).score() >= FLOOR {
                later.push(there.article.clone());
            }
        }
        let article = telling.article.clone();
        let copies = self.copies.get(&article).into_iter().flatten().cloned();
        later.extend(copies);
        later
            .extend(self.held[slot as usize].standing.originals.iter().map(|copied| copied.original.clone()));
        later.extend(self.rules.joined(&article).map(|(other, _)| other.clone()));
        let time = (self.held[slot as usize].telling.at.unwrap_or(0), article);
        for other in later {
            if let Some(at) = self.slot(&other).map(|held| held.telling.at.unwrap_or(0))
                && (at, &other) > (time.0, &time.1)
            {
                self.untold.insert((at, other));
            }
        }
    }

    /// Where a story has one article more or less, how like it is to others changes as well: to those that know fewer than
    /// [`SIDES`] others of it. Between such a one's nearest and this article there are no more than that.
    fn concern_listeners(&mut self, story: &ArticleId, slot: u32) {
        let telling = &self.held[slot as usize].telling;
        let time = (telling.at.unwrap_or(0), telling.article.clone());
        let Some(tellers) = self.tellers.get(story) else { return };
        let near = |teller: &&(i64, ArticleId)| (teller.0 - time.0).abs() <= STORY_SECONDS;
        let before = tellers.range(..&time).rev().take_while(near).take(SIDES);
        let after = tellers.range(&time..).filter(|teller| **teller != time).take_while(near).take(SIDES);
        let near: Vec<u32> =
            before.chain(after).filter_map(|(_, teller)| self.slots.get(teller).copied()).collect();
        for teller in near {
            for other in self.neighbours(teller) {
                let there = &self.held[other as usize].telling;
                let at = (there.at.unwrap_or(0), there.article.clone());
                if at > time && self.held[teller as usize].telling.likeness(there).score() >= FLOOR {
                    self.untold.insert(at);
                }
            }
        }
    }
}
