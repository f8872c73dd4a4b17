//! Which words with capitals stand in a row, and which small words join two of them: *Ursula von der Leyen*, *Bank of England*.

use super::capitals::opens;
use super::spans::Reader;
use crate::hyphenated;
use crate::lists::{BODY_JOINT, BODY_WORD, CALENDAR, GIVEN, GROUND, PERSON_JOINT, PLACE, ROLE, TITLE};

/// Words with capitals in a row are read so far.
const RUN_WORDS_MAX: usize = 16;
/// Small words between two capitals of one name.
const JOINTS_MAX: usize = 3;

impl Reader<'_> {
    /// Where the words end that one name may have which begins here.
    pub fn run(&self, start: usize) -> usize {
        let words = self.words;
        let mut end = start + 1;
        // `L’Union`, `D'abord`: a letter and an apostrophe at the head of a sentence are an article.
        if words.written(start).chars().nth(1).is_none()
            && matches!(words.gap_before(end), "’" | "'")
            && opens(words, start)
        {
            return end;
        }
        while end < words.len() && end - start < RUN_WORDS_MAX && !words.starts_sentence(end) {
            let hyphenated = || end >= start + 2 && hyphenated::begins(words, end - 2);
            if (self.joined(end) && words.is_capital(end)) || hyphenated() {
                end += 1;
                continue;
            }
            let behind = self.joint(start, end);
            if behind == end {
                break;
            }
            end = behind + 1;
        }
        end
    }

    /// Whether a word goes on with the name before it, if it is one.
    fn joined(&self, at: usize) -> bool {
        let before = self.words.written(at - 1);
        match self.words.gap_before(at) {
            " " | "-" | "\u{a0}" | "‑" | "  " => true,
            "’" | "'" => before.chars().count() < 3,
            ". " | "." | ".\u{a0}" => before.chars().count() < 2 || self.class(at - 1) & TITLE != 0,
            " & " => true,
            _ => false,
        }
    }

    /// Behind the small words here that join two parts of a name; where there are none, here.
    fn joint(&self, start: usize, end: usize) -> usize {
        let words = self.words;
        let mut at = end;
        let mut all = PERSON_JOINT | BODY_JOINT;
        while at < words.len() && at - end < JOINTS_MAX && words.is_small(at) && self.touches(at) {
            let class = self.class(at) & all;
            if class == 0 {
                break;
            }
            all = class;
            at += 1;
        }
        if at == end || !words.is_capital(at) || !self.touches(at) || words.starts_sentence(at) {
            return end;
        }
        if self.joins_foreign(start, end, at) {
            return at;
        }
        let head = self.class(end - 1) & ROLE == 0 && self.any(start..end, BODY_WORD | GROUND);
        let first = self.class(end);
        let body = all & BODY_JOINT != 0 && head && self.class(at) & (GIVEN | CALENDAR) == 0;
        let strong = first & BODY_JOINT == 0;
        let given = (start..end).any(|at| self.class(at) & GIVEN != 0) && !self.any(at..at + 1, PLACE);
        // `Geoffroy de Charnay`
        let named = self.traits.small_behind
            && end - start == 1
            && !words.is_acronym(start)
            && !opens(words, start)
            && self.class(start) & !(GIVEN | TITLE) == 0
            && self.class(at) & !GIVEN == 0;
        // `les Spurs de San Antonio`
        let team = self.traits.small_behind
            && end - start <= 2
            && self.class(start) & !GIVEN == 0
            && !opens(words, start)
            && words.folded(end - 1).ends_with('s')
            && all & BODY_JOINT != 0
            && (self.class(at) & PLACE != 0 || self.phrase(at).class & PLACE != 0);
        if named || team {
            return at;
        }
        let person = all & PERSON_JOINT != 0
            && (strong || given)
            && !self.begins_another(start, end, at)
            && !(self.traits.capital_nouns && self.leads_elsewhere(start, end, at))
            && !self.any(start..end, ROLE | BODY_WORD | CALENDAR)
            // Dominica in French is *Dominique*.
            && (start..end).all(|at| self.class(at) & (PLACE | GIVEN) != PLACE);
        if body || person { at } else { end }
    }

    /// `Giorgia Meloni da Donald Trump`: behind a name of several words a given name and another word begin somebody else's.
    fn begins_another(&self, start: usize, end: usize, at: usize) -> bool {
        let next = at + 1;
        end - start > 1
            && self.class(start) & GIVEN != 0
            && self.class(at) & GIVEN != 0
            && next < self.words.len()
            && self.words.is_capital(next)
            && self.words.gap_before(next) == " "
    }

    pub fn touches(&self, at: usize) -> bool {
        matches!(self.words.gap_before(at), " " | "\u{a0}" | "’" | "'" | "-")
    }
}
