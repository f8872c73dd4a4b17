//! What somebody is, right before the name and with a capital as it has: ***Sportchef** Lars Zorn*, ***Тренер** Деян Станкович*, at the
//! head of a sentence or where all nouns have capitals. The lists of roles are those by which speakers are found.

use std::ops::Range;

use veille_text::frequency;

use super::spans::Reader;
use crate::lists::{BODY, BODY_WORD, EVENT, GIVEN, GROUND, OCCUPATION, PERSON_JOINT, PLACE, ROLE};
use crate::phrase_kind::Kind;

/// A word that more articles have is too common to be told from a part of a name by one word behind it: *General Dynamics*.
const COMMON: f32 = 0.012;
/// A noun of German that is what somebody is has so many letters: *Historikerin*.
const NOUN_LETTERS_MIN: usize = 6;

impl Reader<'_> {
    /// How many words here are what somebody is whose name stands behind them in the same run.
    pub fn occupation(&self, run: &Range<usize>) -> usize {
        let words = self.words;
        if self.class(run.start) & (GIVEN | PLACE | BODY | PERSON_JOINT) != 0 {
            return 0;
        }
        let length = self.role(run);
        let length = if length == 0 { usize::from(self.is_unlisted_role(run)) } else { length };
        let name = run.start + length;
        // `Präsidentin von der Leyen`, but not `Sportdirektor von Zenit`
        let particles =
            || self.class(name) & self.class(name + 1) & PERSON_JOINT != 0 && words.is_small(name + 1);
        if length == 0 || name >= run.end || !words.follows(name) || words.is_small(name) && !particles() {
            return 0;
        }
        // `Teachers Union`, `Coach House`
        if self.any(name..run.end, BODY_WORD | GROUND | EVENT) {
            return 0;
        }
        let several = run.end - name > 1;
        // `Папа Римский`, `em Coronel Fabriciano`
        if !(several || self.traits.capital_nouns || self.traits.english_endings) {
            return 0;
        }
        if several || frequency::of_word(words.folded(run.start)) <= COMMON { length } else { 0 }
    }

    /// `голова Житомира Галина Шиманська`: whether behind an office, where cases join two nouns, a word is where it is held, and a given
    /// name begins behind it.
    pub fn is_governed(&self, start: usize, end: usize) -> bool {
        let words = self.words;
        let office = || {
            let at = start.checked_sub(1)?;
            let class = self.class(at);
            Some(words.follows(start) && class & (ROLE | OCCUPATION) != 0)
        };
        self.traits.declines
            && (3..=4).contains(&(end - start))
            && self.class(start) & !PLACE == 0
            && words.follows(start + 1)
            && words.follows(start + 2)
            && self.class(start + 1) & GIVEN != 0
            && office().unwrap_or_default()
    }

    /// How many words here are a role in the language of the text, or in a list of all.
    fn role(&self, run: &Range<usize>) -> usize {
        let words = self.words;
        let listed = usize::from(self.class(run.start) & OCCUPATION != 0);
        let Some((lexicon, hash)) = self.lexicon.zip(words.hash(run.start)) else { return listed };
        let is_role = |kind: Kind| matches!(kind, Kind::Roles | Kind::RolesF);
        let (alone, phrases) = lexicon.starting_with(hash);
        let single = alone & (Kind::Roles.set() | Kind::RolesF.set()) != 0
            || self.traits.capital_nouns && lexicon.role_endings.end(words.folded(run.start), 0);
        let fits = |rest: &[u64]| {
            run.start + rest.len() < run.end
                && rest.iter().zip(run.start + 1..).all(|(hash, at)| words.hash(at) == Some(*hash))
        };
        let several = phrases.iter().filter(|phrase| is_role(phrase.kind) && fits(&phrase.rest));
        several.map(|phrase| phrase.rest.len() + 1).max().unwrap_or(0).max(listed).max(usize::from(single))
    }

    /// `Imkerin Maria Sommer`: where all nouns have capitals, one that nobody listed before a given name.
    fn is_unlisted_role(&self, run: &Range<usize>) -> bool {
        let folded = self.words.folded(run.start);
        self.traits.capital_nouns
            && run.len() > 2
            && self.class(run.start) == 0
            && self.class(run.start + 1) & GIVEN != 0
            && !self.words.is_acronym(run.start)
            && folded.chars().nth(NOUN_LETTERS_MIN - 1).is_some()
            && (frequency::of_word(folded) > frequency::UNLISTED
                || self.ends(run.start, &self.lists.endings.occupations_german))
    }
}
