//! Articles as they come and go, and what each is to the others: found by what two articles are to each other, and kept such
//! that the order in which they came does not show.
//!
//! Two relations, each from an article to another. Of a copy the *original* is, among the texts that are one with it and come
//! before it in [`Telling::order`], the one that it credits, else the first. What is no copy is *joined* to the nearest of
//! those that are more in the middle of what tells its event (density peaks: Rodriguez and Laio 2014), where that is near
//! by the measure of how closely that event is told (local scaling: Zelnik-Manor and Perona 2004); so an event that three
//! papers tell loosely is a story, and two matches of one champion, each told by fifteen in nearly the same words, are two.
//! A *story* is what hangs together by these, and has the name of its earliest. Each is a function of the articles around;
//! what comes or goes has those decided again that it may concern.
//!
//! Memory holds days, not articles: whoever keeps a [`Stories`] brings the days it asks for, and what was decided of their
//! articles before. So it can be thrown away at any time.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use veille_model::{ArticleId, Copied, Told};

use crate::credit::Standing;
use crate::neighbours::Neighbours;
use crate::postings::{Order, Postings, SLOTS, Tally};
use crate::rules::Rules;
use crate::shingles::Shingles;
use crate::telling::Telling;
use crate::texts::{AtHand, Texts};
use crate::translation::{Across, Alike, Nearest, Tables};

/// How far apart two tellings of one event are published.
pub(crate) const STORY_SECONDS: i64 = 72 * 3600;
/// How far apart an original and its copy.
pub(crate) const COPY_SECONDS: i64 = 7 * DAY;
const DAY: i64 = 86_400;

/// What must be brought before the work can go on.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Days whose articles are asked for, as days since 1970: for [`Stories::bring`].
    pub days: BTreeSet<i64>,
    /// Articles whose texts are compared: for [`Stories::read`].
    pub texts: BTreeSet<ArticleId>,
    /// Stories of which all is asked for: for [`Stories::recall`].
    pub stories: BTreeSet<ArticleId>,
}

impl Wanted {
    pub(crate) fn is_empty(&self) -> bool {
        self.days.is_empty() && self.texts.is_empty() && self.stories.is_empty()
    }
}

/// Articles in memory, and what is still to be decided.
#[derive(Debug, Default)]
pub struct Stories {
    pub(crate) held: Vec<Held>,
    pub(crate) slots: FxHashMap<ArticleId, u32>,
    pub(crate) prints: Postings,
    pub(crate) neighbours: Neighbours,
    pub(crate) sketches: Across,
    /// Who is like whom across languages, as far as that was asked in this piece of work.
    pub(crate) across: FxHashMap<u32, Vec<Alike>>,
    pub(crate) tables: Tables,
    pub(crate) tally: Tally,
    /// Who of those in memory is a copy of whom.
    pub(crate) copies: FxHashMap<ArticleId, BTreeSet<ArticleId>>,
    /// Who of those in memory tells a story of another's name; most stories are told by one.
    pub(crate) tellers: FxHashMap<ArticleId, Vec<u32>>,
    /// Days that are here, and when each was last of use.
    days: BTreeMap<i64, u64>,
    /// All there is is here already.
    pub(crate) is_whole: bool,
    clock: u64,
    pub(crate) texts: Texts,
    pub(crate) rules: Rules,
    /// Comes and goes that were not looked at yet.
    arriving: Vec<Telling>,
    leaving: Vec<Told>,
    /// Whose original is to be decided.
    pub(crate) uncopied: BTreeSet<ArticleId>,
    /// Who is to be compared with one more that came before it.
    pub(crate) one_more: Vec<(ArticleId, ArticleId)>,
    /// For whom only this is open: whether it is a translation.
    pub(crate) untranslated: BTreeSet<ArticleId>,
    /// Who may have become a copy, or no copy any more.
    pub(crate) unplaced: BTreeSet<(i64, ArticleId)>,
    /// For whom it is to be decided what it is joined to, in the order of time.
    pub(crate) unjoined: BTreeSet<(i64, ArticleId)>,
    /// Stories that are put together anew.
    pub(crate) unnamed: BTreeSet<ArticleId>,
    /// What the store knows of articles that are not in memory, of such stories.
    pub(crate) recalled: FxHashMap<ArticleId, Told>,
    /// The stories it was asked for.
    pub(crate) recalled_stories: BTreeSet<ArticleId>,
    /// What was decided of articles before this piece of work began; None where nothing was.
    pub(crate) before: BTreeMap<ArticleId, Option<Told>>,
}

/// An article in memory.
#[derive(Debug)]
pub(crate) struct Held {
    pub telling: Telling,
    pub standing: Told,
    /// Whether it counts: it was taken in, and is still as it was then.
    pub is_live: bool,
    /// With how many it was compared, if these were all that came into question: if it was no copy of any, it is none of fewer.
    pub compared: Option<usize>,
    /// With whom it was compared already and is no copy.
    pub no_copy_of: Vec<u32>,
    /// Who of those before it comes into question across languages; None where that is to be looked for.
    pub nearest: Option<Nearest>,
    /// With whom it was compared already, and is no translation.
    pub no_translation_of: Vec<u32>,
}

impl Order for Vec<Held> {
    fn is_before(&self, first: u32, second: u32) -> bool {
        self[first as usize].telling.order() < self[second as usize].telling.order()
    }

    fn is_a_week_before(&self, first: u32, second: u32) -> bool {
        let (first, second) = (&self[first as usize].telling, &self[second as usize].telling);
        // Nobody knows when: it may have been in any week.
        first.at.zip(second.at).is_some_and(|(at, there)| at < there - COPY_SECONDS)
    }

    fn standing(&self, slot: u32) -> Standing {
        self[slot as usize].telling.order().0
    }

    fn is_live(&self, slot: u32) -> bool {
        self[slot as usize].is_live
    }
}

/// What came of a piece of work: what is to be remembered from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// What holds of these articles now, and what held before.
    pub told: Vec<(Told, Option<Told>)>,
    /// What held of articles of which nothing holds any more.
    pub gone: Vec<Told>,
}

impl Stories {
    /// Nothing yet, under these rules.
    pub fn new(rules: Rules) -> Self {
        Self { rules, ..Self::default() }
    }

    /// For a set that is brought whole: no day is asked for.
    pub fn of_a_set() -> Self {
        Self { is_whole: true, ..Self::default() }
    }

    /// Brings all articles of a day, each with what holds of it. Where nothing does, or of another wording, it does not count
    /// until it is [put](Stories::put).
    pub fn bring(&mut self, day: i64, articles: Vec<(Telling, Option<Told>)>) {
        self.days.insert(day, self.clock);
        for (telling, standing) in articles {
            // Already here: what is in memory is newer than what the store says.
            if self.slots.contains_key(&telling.article) {
                continue;
            }
            // Of another wording it says nothing: that one is on its way as a change.
            let known = standing.filter(|standing| standing.revision == telling.revision);
            if let Some(standing) = known {
                // What was decided of it meanwhile is newer than what the store says.
                let standing = self.recalled.remove(&telling.article).unwrap_or(standing);
                let slot = self.hold(telling, standing);
                self.place_quietly(slot);
            }
        }
    }

    /// Brings the text of an article that is to be compared.
    pub fn read(&mut self, article: ArticleId, shingles: Shingles) {
        self.texts.insert(article, shingles);
    }

    /// Brings what is known of all articles of a story.
    pub fn recall(&mut self, story: ArticleId, tellers: Vec<Told>) {
        for told in tellers {
            // What is in memory is newer, and what went in this piece of work is not there any more.
            if !self.slots.contains_key(&told.article) && !self.before.contains_key(&told.article) {
                self.recalled.entry(told.article.clone()).or_insert(told);
            }
        }
        self.recalled_stories.insert(story);
    }

    /// An article came, or is not as it was.
    pub fn put(&mut self, telling: Telling, shingles: Shingles) {
        self.texts.insert(telling.article.clone(), shingles);
        self.arriving.push(telling);
    }

    /// An article went, or will be put as it is now: what held of it.
    pub fn take_away(&mut self, standing: Told) {
        self.texts.remove(&standing.article);
        self.leaving.push(standing);
    }

    /// Other rules hold: these articles are decided anew. Give what holds of them.
    pub fn rule(&mut self, rules: Rules, concerned: &[Told]) {
        self.rules = rules;
        for standing in concerned {
            self.unjoined.insert((standing.at.unwrap_or(0), standing.article.clone()));
            self.unnamed.insert(standing.story.clone());
        }
    }

    /// Decides what can be decided.
    ///
    /// # Errors
    /// What must be brought first; then it is asked again.
    pub fn settle(&mut self) -> Result<Decided, Wanted> {
        self.settle_with(&mut |_| None)
    }

    /// The same where somebody has most of the texts at hand, who gives the same whenever asked.
    ///
    /// # Errors
    /// What must be brought first; then it is asked again.
    pub fn settle_with(&mut self, at_hand: &mut AtHand<'_>) -> Result<Decided, Wanted> {
        self.clock += 1;
        // No slot is given twice: who left takes room until all are numbered anew.
        // Five hundred more, so that few articles are not numbered anew each time.
        if self.held.len() > 2 * self.slots.len() + 512 {
            self.compact(|_| true);
        }
        let mut wanted = Wanted::default();
        let arriving = self.arriving.iter().map(|telling| telling.at);
        let instants: Vec<Option<i64>> = arriving.chain(self.leaving.iter().map(|left| left.at)).collect();
        for at in instants {
            // All days before anything is changed: it is asked again with what comes and goes as it was.
            self.want(at, COPY_SECONDS, &mut wanted);
        }
        if !wanted.is_empty() {
            return Err(wanted);
        }
        let leaving = std::mem::take(&mut self.leaving);
        leaving.into_iter().for_each(|standing| self.leave(&standing));
        let mut arriving = std::mem::take(&mut self.arriving);
        // By time and not as they came, so that the order of arrival does not show.
        arriving.sort_by(|a, b| a.time().cmp(&b.time()));
        // All are in before the first is asked about: two that come together may be copies of each other.
        let arrived: Vec<u32> = arriving.into_iter().map(|telling| self.arrive(telling)).collect();
        arrived.into_iter().for_each(|slot| self.concern(slot, false));
        self.settle_copies(at_hand)?;
        self.settle_places()?;
        self.settle_joins()?;
        self.settle_names()?;
        self.texts.age();
        self.across.clear();
        Ok(self.decided())
    }

    /// Forgets the days that were of use longest ago, until no more than so many articles are held.
    pub fn shrink(&mut self, articles_max: usize) {
        // A set that was brought whole could not be had again.
        if self.held.len() <= articles_max || self.is_whole {
            return;
        }
        let mut per_day: BTreeMap<i64, usize> = BTreeMap::new();
        for one in self.held.iter().filter(|one| one.is_live) {
            *per_day.entry(day_of(one.telling.at)).or_default() += 1;
        }
        let mut by_use: Vec<(u64, i64)> = self.days.iter().map(|(day, used)| (*used, *day)).collect();
        by_use.sort_unstable();
        // Some room, so that not each piece of work begins by making room.
        let (mut left, aim) = (per_day.values().sum::<usize>(), articles_max * 3 / 4);
        for (_, day) in by_use {
            if left <= aim {
                break;
            }
            left -= per_day.get(&day).copied().unwrap_or_default();
            self.days.remove(&day);
        }
        let days = std::mem::take(&mut self.days);
        self.compact(|telling| days.contains_key(&day_of(telling.at)));
        self.days = days;
    }

    /// Makes the index anew of those that count and are wanted still.
    fn compact(&mut self, is_wanted: impl Fn(&Telling) -> bool) {
        self.prints = Postings::default();
        self.neighbours = Neighbours::default();
        let sketches = std::mem::take(&mut self.sketches).into_sketches();
        // Who is like whom was found without it.
        self.across.clear();
        self.slots = FxHashMap::default();
        self.copies = FxHashMap::default();
        self.tellers = FxHashMap::default();
        for (mut one, sketch) in std::mem::take(&mut self.held).into_iter().zip(sketches) {
            if one.is_live && is_wanted(&one.telling) {
                one.telling.sketch = sketch;
                let slot = self.hold(one.telling, one.standing);
                self.place_quietly(slot);
            }
        }
    }

    /// Whether an article is held.
    pub fn holds(&self, article: &ArticleId) -> bool {
        self.slots.contains_key(article)
    }

    /// How many articles are held.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Asks for the days around an instant that are not here.
    pub(crate) fn want(&mut self, at: Option<i64>, seconds: i64, wanted: &mut Wanted) {
        if self.is_whole {
            return;
        }
        let at = at.unwrap_or(0);
        for day in day_of(Some(at - seconds))..=day_of(Some(at + seconds)) {
            match self.days.get_mut(&day) {
                Some(used) => *used = self.clock,
                None => drop(wanted.days.insert(day)),
            }
        }
    }

    pub(crate) fn slot(&self, article: &ArticleId) -> Option<&Held> {
        self.slots.get(article).map(|slot| &self.held[*slot as usize])
    }

    /// Takes an article into memory.
    fn hold(&mut self, mut telling: Telling, standing: Told) -> u32 {
        let slot = self.held.len() as u32;
        // A slot is twenty-four bits of a posting (`postings.rs`).
        assert!(self.held.len() < SLOTS, "more articles are held than are counted");
        self.across.clear();
        self.sketches.push(std::mem::take(&mut telling.sketch), telling.at);
        self.slots.insert(telling.article.clone(), slot);
        self.tell(slot, &telling.article, &standing.story);
        for Copied { original, .. } in &standing.originals {
            self.copies.entry(original.clone()).or_default().insert(telling.article.clone());
        }
        self.held.push(Held {
            telling,
            standing,
            is_live: true,
            compared: None,
            nearest: None,
            no_copy_of: Vec::new(),
            no_translation_of: Vec::new(),
        });
        // Last, for the order of those that have a fingerprint asks who is held.
        self.prints.add(&self.held[slot as usize].telling.prints.hashes, slot, &self.held);
        slot
    }

    fn arrive(&mut self, telling: Telling) -> u32 {
        if let Some(known) = self.slot(&telling.article) {
            // The same again; whatever else it says, it is read anew.
            let standing = known.standing.clone();
            self.leave(&standing);
        }
        let article = telling.article.clone();
        let standing = Told::alone(article.clone(), telling.revision.clone(), telling.at);
        self.before.entry(article.clone()).or_insert(None);
        self.unplaced.insert((telling.at.unwrap_or(0), article.clone()));
        self.unjoined.insert((telling.at.unwrap_or(0), article.clone()));
        self.unnamed.insert(article.clone());
        self.unjoined.extend(self.rules.joined(&article).map(|(other, at)| (at, other.clone())));
        self.uncopied.insert(article);
        self.hold(telling, standing)
    }

    /// An article counts no longer: those that stood by it are decided anew.
    fn leave(&mut self, standing: &Told) {
        let article = &standing.article;
        self.before.entry(article.clone()).or_insert_with(|| Some(standing.clone()));
        if let Some(slot) = self.slots.remove(article) {
            self.concern(slot, true);
            self.across.clear();
            self.displace(slot);
            if let Some(original) = standing.original() {
                self.count_no_copy(slot, original);
            }
            self.held[slot as usize].is_live = false;
            self.sketches.remove(slot);
            self.prints.remove(&self.held[slot as usize].telling.prints.hashes, slot);
            let story = self.held[slot as usize].standing.story.clone();
            self.tell_no_more(slot, &story);
        }
        for Copied { original, .. } in &standing.originals {
            if let Some(copies) = self.copies.get_mut(original) {
                copies.remove(article);
            }
        }
        // Whose original went may have another.
        for copy in self.copies.remove(article).unwrap_or_default() {
            self.uncopied.insert(copy.clone());
            self.join_anew(&copy);
        }
        self.unjoined.extend(self.rules.joined(article).map(|(other, at)| (at, other.clone())));
        self.unnamed.insert(standing.story.clone());
        self.recalled.remove(article);
        self.uncopied.remove(article);
        self.untranslated.remove(article);
        self.unjoined.remove(&(standing.at.unwrap_or(0), article.clone()));
        self.unplaced.remove(&(standing.at.unwrap_or(0), article.clone()));
    }

    /// Of those in memory that tell a story.
    pub(crate) fn tellers_of(&self, story: &ArticleId) -> impl Iterator<Item = &ArticleId> {
        let others = self.tellers.get(story).into_iter().flatten();
        let others = others.map(|slot| &self.held[*slot as usize].telling.article);
        let own = self.slot(story).filter(|held| held.standing.story == *story);
        own.map(|held| &held.telling.article).into_iter().chain(others)
    }

    fn tell(&mut self, slot: u32, article: &ArticleId, story: &ArticleId) {
        if article != story {
            self.tellers.entry(story.clone()).or_default().push(slot);
        }
    }

    fn tell_no_more(&mut self, slot: u32, story: &ArticleId) {
        if let Some(tellers) = self.tellers.get_mut(story) {
            tellers.retain(|teller| *teller != slot);
            if tellers.is_empty() {
                self.tellers.remove(story);
            }
        }
    }

    /// Has it decided anew what an article is joined to.
    pub(crate) fn join_anew(&mut self, article: &ArticleId) {
        if let Some(at) = self.slot(article).map(|held| held.telling.at.unwrap_or(0)) {
            self.unjoined.insert((at, article.clone()));
        }
    }

    /// What was decided since the last time.
    fn decided(&mut self) -> Decided {
        let mut decided = Decided::default();
        for (article, before) in std::mem::take(&mut self.before) {
            let known = self.slot(&article).map(|held| &held.standing).or(self.recalled.get(&article));
            // What is as it was before is not told: the store would write a change for nothing.
            match (known, before) {
                (Some(standing), before) if before.as_ref() != Some(standing) => {
                    decided.told.push((standing.clone(), before));
                }
                (None, Some(before)) => decided.gone.push(before),
                _ => {}
            }
        }
        self.recalled.clear();
        self.recalled_stories.clear();
        decided
    }

    /// Replaces what holds of an article.
    pub(crate) fn stand(&mut self, article: &ArticleId, standing: Told) {
        // Not in memory: only its name is decided, of what the store told.
        let Some(slot) = self.slots.get(article) else {
            if let Some(known) = self.recalled.get_mut(article) {
                let old = std::mem::replace(known, standing);
                self.before.entry(article.clone()).or_insert(Some(old));
            }
            return;
        };
        let slot = *slot;
        let old = std::mem::replace(&mut self.held[slot as usize].standing, standing);
        if let Some(original) =
            old.original().filter(|original| self.held[slot as usize].standing.original() != Some(*original))
        {
            self.count_no_copy(slot, original);
        }
        let story = self.held[slot as usize].standing.story.clone();
        if old.story != story {
            self.tell_no_more(slot, &old.story);
            self.tell(slot, article, &story);
        }
        let new = &self.held[slot as usize].standing;
        for Copied { original, .. } in &old.originals {
            if let Some(copies) = self.copies.get_mut(original) {
                copies.remove(article);
            }
        }
        for Copied { original, .. } in &new.originals {
            self.copies.entry(original.clone()).or_default().insert(article.clone());
        }
        self.before.entry(article.clone()).or_insert(Some(old));
    }
}

fn day_of(at: Option<i64>) -> i64 {
    at.unwrap_or(0).div_euclid(DAY)
}
