//! Whose name it is: a person's, a body's or a place's.

use std::ops::Range;

use super::spans::Reader;
use crate::lists::{BODY, BODY_WORD, GIVEN, GROUND, Known, PEOPLE, PLACE, PLACE_BEFORE, ROLE, TITLE};

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Person,
    Body,
    Place,
    /// Several words with capitals and nothing beside them: most often somebody.
    Likely,
    /// One word with a capital and nothing beside it.
    Unsure,
}

/// What a name is of, as far as it and the words beside it tell.
pub(super) fn sort(reader: &Reader<'_>, at: &Range<usize>, known: Known, role: bool) -> Sort {
    if known.class & PLACE != 0 {
        return Sort::Place;
    }
    if known.class & BODY != 0 {
        return Sort::Body;
    }
    let first = reader.class(at.start);
    if role || (first & GIVEN != 0 && at.len() > 1) {
        return Sort::Person;
    }
    if reader.any(at.clone(), BODY_WORD) {
        return Sort::Body;
    }
    if reader.any(at.clone(), GROUND) {
        return Sort::Place;
    }
    let before = if at.start > 0 && reader.words.follows(at.start) { reader.class(at.start - 1) } else { 0 };
    if before & (ROLE | TITLE) != 0 {
        return Sort::Person;
    }
    if before & GROUND != 0 {
        return Sort::Place;
    }
    if before & BODY_WORD != 0 {
        return Sort::Body;
    }
    if at.len() == 1 && reader.words.is_acronym(at.start) {
        return Sort::Body;
    }
    if is_branch(reader, at) {
        return Sort::Body;
    }
    let written = if at.start > 0 { reader.words.written(at.start - 1) } else { "" };
    if before & PLACE_BEFORE != 0 || matches!(written, "à" | "À" | "en" | "En") {
        return Sort::Place;
    }
    if at.len() > 1 && first & PEOPLE == 0 { Sort::Likely } else { Sort::Unsure }
}

/// `BBC Afrique`, `CNN International`, `NHK World`: a known body's abbreviation, and which of it.
fn is_branch(reader: &Reader<'_>, at: &Range<usize>) -> bool {
    let abbreviation = || reader.words.is_acronym(at.start) && !reader.words.is_acronym(at.end - 1);
    // Not *JR London*.
    let is_long = || reader.words.written(at.start).chars().count() > 2;
    let place = || is_long() && reader.class(at.end - 1) & PLACE != 0;
    at.len() > 1 && abbreviation() && (reader.class(at.start) & BODY != 0 || place())
}
