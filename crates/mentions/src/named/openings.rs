//! Names that a sentence begins with, and small words in them that are none of the text's own language: ***Recep** Tayyip Erdogan
//! arrived*, ***May** Chen will read*, *Frenkie **de** Boer* in English.

use veille_text::frequency;

use super::capitals::opens;
use super::spans::Reader;
use crate::lists::{
    BODY, BODY_JOINT, BODY_WORD, CALENDAR, EVENT, FIRST, GIVEN, GROUND, OPENER, OTHER, PEOPLE, PERSON_JOINT,
    PLACE, ROLE, TITLE,
};

/// A word that more articles have opens a sentence more often than a name.
const SELDOM: f32 = 0.012;
/// The same, before a small word that joins two parts of a name.
const OFTEN: f32 = 0.05;

impl Reader<'_> {
    /// Whether a word that could be one that opens the sentence begins the name that goes on behind it.
    pub fn begins_name(&self, at: usize, end: usize) -> bool {
        let words = self.words;
        let next = at + 1;
        if next >= end {
            return false;
        }
        let class = self.class(at);
        // `Van den Heuvel`, `De Gasperi`; but not `La Maison`
        if class & PERSON_JOINT != 0 && self.is_foreign_joint(at) {
            return self.class(next) & (PERSON_JOINT | OPENER | PLACE) != PLACE;
        }
        // `Udo von der Heyde`: only a name goes on so.
        if words.is_small(next) && self.class(next) & PERSON_JOINT != 0 && class & !GIVEN == 0 {
            let name = frequency::of_word(words.folded(at)) < OFTEN;
            return name && (self.class(next) & BODY_JOINT == 0 || self.is_foreign_joint(next));
        }
        let known = BODY_WORD | GROUND | CALENDAR | PEOPLE | OTHER | OPENER | EVENT | TITLE | ROLE;
        let is_surname = |at: usize| {
            words.follows(at)
                && self.class(at) & (known | PLACE | BODY) == 0
                && (frequency::of_word(words.folded(at)) < SELDOM || self.class(at) & FIRST != 0)
        };
        if class & FIRST != 0 {
            return opens(words, at) && is_surname(end - 1) && !words.is_acronym(at);
        }
        !self.traits.declines
            && !self.traits.capital_nouns
            && class == 0
            && self.capitals.count(words, at).small == 0
            && end - at > 2
            && frequency::of_word(words.folded(at)) < SELDOM
            && (next..end).all(is_surname)
    }

    /// Whether a small word inside names is none of the text's own language.
    fn is_foreign_joint(&self, at: usize) -> bool {
        let folded = self.words.folded(at);
        self.own_joints.is_some_and(|own| !own.iter().any(|own| own == folded))
    }

    /// `Frenkie de Boer`, `Lula da Silva`: whether small words from here to the next capital join two parts of a person's name, since they
    /// mean nothing in this language.
    pub fn joins_foreign(&self, start: usize, end: usize, capital: usize) -> bool {
        let is_joint = |at: usize| self.class(at) & PERSON_JOINT != 0 && self.is_foreign_joint(at);
        let none = ROLE | BODY_WORD | GROUND | CALENDAR | EVENT | OPENER | OTHER | PEOPLE;
        let part = |at: usize| self.class(at) & GIVEN != 0 || self.class(at) & (none | PLACE | BODY) == 0;
        // `van den`: the second may be a word of this language.
        is_joint(end)
            && (end + 1..capital).all(|at| self.class(at) & PERSON_JOINT != 0)
            && (start..end).all(part)
            && self.class(capital) & (none & !PEOPLE) == 0
            && (self.class(capital) & (PLACE | BODY) == 0 || capital - end > 1)
            && !(end - start == 1
                && opens(self.words, start)
                && self.class(start) & GIVEN == 0
                && self.is_plain(start))
    }

    /// `Landtag von Sachsen-Anhalt`, `Abschied von Hans Müller`: where all nouns have capitals, behind a noun that is no given name *von*
    /// leads to a place, or to somebody's name.
    pub fn leads_elsewhere(&self, start: usize, end: usize, capital: usize) -> bool {
        let given = (start..end).any(|at| self.class(at) & GIVEN != 0);
        !given
            && (self.class(capital) & (PLACE | BODY | GIVEN | BODY_WORD | CALENDAR) != 0
                || self.phrase(capital).words > 0)
    }
}
