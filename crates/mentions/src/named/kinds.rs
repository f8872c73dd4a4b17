//! Whose name it is: a person's, a body's or a place's.

use std::ops::Range;

use super::spans::{Reader, Sort};
use crate::lists::{BODY, BODY_WORD, GIVEN, GROUND, Known, PEOPLE, PLACE, PLACE_BEFORE, ROLE, TITLE};

impl Reader<'_> {
    /// What a name is of, as far as it and the words beside it tell.
    pub fn sort(&self, at: &Range<usize>, known: Known, role: bool) -> Sort {
        if known.class & PLACE != 0 {
            return Sort::Place;
        }
        if known.class & BODY != 0 {
            return Sort::Body;
        }
        let first = self.class(at.start);
        if role || (first & GIVEN != 0 && at.len() > 1) {
            return Sort::Person;
        }
        if self.any(at.clone(), BODY_WORD) {
            return Sort::Body;
        }
        if self.any(at.clone(), GROUND) {
            return Sort::Place;
        }
        let before = if at.start > 0 && self.words.follows(at.start) { self.class(at.start - 1) } else { 0 };
        if before & (ROLE | TITLE) != 0 {
            return Sort::Person;
        }
        if before & GROUND != 0 {
            return Sort::Place;
        }
        if before & BODY_WORD != 0 {
            return Sort::Body;
        }
        if at.len() == 1 && self.words.is_acronym(at.start) {
            return Sort::Body;
        }
        if self.is_branch(at) || self.is_club(at) {
            return Sort::Body;
        }
        let is_written = || at.start > 0 && self.leads_to_place(self.words.written(at.start - 1));
        if before & PLACE_BEFORE != 0 || is_written() {
            return Sort::Place;
        }
        if at.len() > 1 && first & PEOPLE == 0 { Sort::Likely } else { Sort::Unsure }
    }

    /// `à Genève`, `en Suisse`
    fn leads_to_place(&self, written: &str) -> bool {
        self.lists.place_before_written.iter().any(|before| before == written)
    }

    /// `AS Mirebeau`, `SV Wörlingen`
    fn is_club(&self, at: &Range<usize>) -> bool {
        let head = || self.words.written(at.start);
        at.len() > 1
            && !self.words.is_acronym(at.start + 1)
            && self.words.gap_before(at.start + 1) == " "
            && self.lists.clubs.iter().any(|club| club == head())
    }

    /// `BBC Afrique`, `CNN International`, `NHK World`: a known body's abbreviation, and which of it.
    fn is_branch(&self, at: &Range<usize>) -> bool {
        let abbreviation = || self.words.is_acronym(at.start) && !self.words.is_acronym(at.end - 1);
        // Not *JR London*.
        let is_long = || self.words.written(at.start).chars().count() > 2;
        let place = || is_long() && self.class(at.end - 1) & PLACE != 0;
        at.len() > 1 && abbreviation() && (self.class(at.start) & BODY != 0 || place())
    }
}
