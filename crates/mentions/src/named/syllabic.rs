//! Names in Vietnamese, where words are syllables: a ministry goes on in small letters (*Bộ Tài chính*), a role is two of them.

use rustc_hash::FxHashSet;

use super::capitals::{Capitals, opens};
use super::spans::{Name, Sort};
use crate::hyphenated;
use crate::lists::{BODY, Known, OTHER, PLACE};
use crate::vietnamese::{self, Lexicon, lower};
use crate::words::Words;

/// Roles and heads have so many syllables at most.
const PHRASE_MAX: usize = 4;
/// A person's name has at most so many, a body's so many behind its head, of them so many small ones in a row.
const PERSON_MAX: usize = 5;
const BODY_MAX: usize = 13;
const SMALL_MAX: usize = 3;

/// How many syllables a name has, the most frequent first.
const BEARER: [usize; 3] = [3, 4, 2];
const AND: &str = "và";

struct Reader<'a> {
    words: &'a Words<'a>,
    capitals: &'a Capitals,
    lexicon: &'static Lexicon,
    names: Vec<Name>,
}

/// The names of a zone, in order.
pub(super) fn names(words: &Words<'_>, capitals: &Capitals) -> Vec<Name> {
    let mut reader = Reader { words, capitals, lexicon: Lexicon::get(), names: Vec::new() };
    let mut at = 0;
    while at < words.len() {
        at = if words.is_capital(at) { reader.take(at).max(at + 1) } else { at + 1 };
    }
    reader.names
}

impl Reader<'_> {
    /// Takes what begins with a capital here; returns where to go on.
    fn take(&mut self, at: usize) -> usize {
        if hyphenated::begins(self.words, at) {
            let end = at + hyphenated::WORDS;
            self.names.push(Name::of(at..end, Sort::Person, Known::default()));
            return end;
        }
        if let Some(end) = self.count(at) {
            return end;
        }
        let phrase = vietnamese::phrase(self.words, at);
        if phrase.class & (PLACE | BODY | OTHER) != 0 && self.is_spelled(at, phrase.words) {
            return self.known(at, phrase);
        }
        for (phrases, is_body) in
            [(&self.lexicon.roles, false), (&self.lexicon.titles, false), (&self.lexicon.heads, true)]
        {
            let length = self.phrase(at, phrases);
            if length > 0 {
                return if is_body { self.body(at, length) } else { at + length };
            }
        }
        let other = self.phrase(at, &self.lexicon.others);
        if other > 0 {
            return at + other;
        }
        let known = vietnamese::word(self.words, at);
        if known.class & (PLACE | BODY) != 0 && !self.words.follows_capital(at + 1) {
            return self.known(at, known);
        }
        self.run(at)
    }

    fn known(&mut self, at: usize, known: Known) -> usize {
        let end = at + known.words;
        if known.class & OTHER == 0 {
            let sort = if known.class & PLACE != 0 { Sort::Place } else { Sort::Body };
            self.names.push(Name::of(at..end, sort, known));
        }
        end
    }

    /// Whether a known name is written with a capital at its last syllable too, or is of one body: *Việt Nam*, no *việt nam*.
    fn is_spelled(&self, at: usize, words: usize) -> bool {
        (at + 1..at + words).all(|at| {
            self.words.follows(at)
                || self.words.gap_before(at) == "-"
                || self.words.gap_before(at) == ", "
                || self.words.gap_before(at) == "."
        })
    }

    /// How many syllables of one of these phrases stand here.
    fn phrase(&self, at: usize, phrases: &FxHashSet<String>) -> usize {
        let mut phrase = String::new();
        let mut found = 0;
        for length in 1..=PHRASE_MAX {
            let next = at + length - 1;
            if next >= self.words.len() || (length > 1 && !self.words.follows(next)) {
                break;
            }
            if length > 1 {
                phrase.push(' ');
            }
            phrase.push_str(&lower(self.words, next));
            if phrases.contains(&phrase) {
                found = length;
            }
        }
        found
    }

    /// A body by its head: `Bộ Công Thương`, `Trường Đại học Bách khoa Hà Nội`.
    fn body(&mut self, at: usize, head: usize) -> usize {
        let words = self.words;
        let mut end = at + head;
        let mut whole = end;
        let mut small = 0;
        while end < words.len() && end - at < BODY_MAX && words.follows(end) {
            if words.is_capital(end) {
                (small, whole) = (0, end + 1);
            } else if words.is_small(end)
                && small < SMALL_MAX
                && (!self.lexicon.stops.contains(&lower(words, end)) || self.goes_on(end, small))
            {
                small += 1;
                // `Truyền thông`
                if small == 1 && self.is_compound(end) {
                    whole = end + 1;
                }
                if self.phrase(end, &self.lexicon.roles) > 0 {
                    break;
                }
            } else {
                break;
            }
            end += 1;
        }
        // `Bộ Tài chính` goes on in small letters to its end; `Sở` alone is no name.
        let single =
            words.is_capital(at + head) && words.follows(at + head) && whole == at + head + 1 && small > 0;
        // `Bộ Kế hoạch và Đầu tư`
        let joined =
            words.is_small(whole) && words.follows(whole) && lower(words, whole.saturating_sub(2)) == AND;
        let end = if single || joined { (whole + 1).min(end) } else { whole };
        if let Some(bearer) = self.bearer(at, head, end) {
            self.names.push(Name::of(at..bearer, Sort::Body, Known::default()));
            self.names.push(Name::of(bearer..end, Sort::Person, Known::default()));
            return end;
        }
        if end > at + head {
            self.names.push(Name::of(at..end, Sort::Body, Known::default()));
        }
        end
    }

    /// Behind a day or a month: `thứ Ba`, `Tháng Tư`.
    fn count(&self, at: usize) -> Option<usize> {
        let is_numeral =
            |at: usize| self.words.follows(at) && self.lexicon.numerals.contains(&lower(self.words, at));
        let is_counted = |at: usize| self.lexicon.counted.contains(&lower(self.words, at));
        if at > 0 && is_numeral(at) && is_counted(at - 1) {
            return Some(at + 1);
        }
        (is_counted(at) && at + 1 < self.words.len() && is_numeral(at + 1)).then_some(at + 2)
    }

    /// Whether a syllable that ends a body's name elsewhere goes on with it: `Ngân hàng Phát **triển** Châu Á`, `Bộ Thông tin **và** Truyền
    /// thông`, but not `Bộ Y tế và UNICEF`.
    fn goes_on(&self, at: usize, small: usize) -> bool {
        let words = self.words;
        let own = lower(words, at);
        if small == 0 && self.is_compound(at) {
            return true;
        }
        let next = at + 1;
        own == AND
            // `Đảng và Nhà nước` are two.
            && small > 0
            && words.is_capital(next)
            && words.follows(next)
            && !words.is_acronym(next)
            && !self.lexicon.surnames.contains(&lower(words, next))
            && [&self.lexicon.heads, &self.lexicon.roles, &self.lexicon.titles]
                .into_iter()
                .all(|phrases| self.phrase(next, phrases) == 0)
            && vietnamese::phrase(words, next).class & (PLACE | BODY) == 0
            && vietnamese::word(words, next).class & (PLACE | BODY) == 0
    }

    fn is_compound(&self, at: usize) -> bool {
        let compound = format!("{} {}", lower(self.words, at - 1), lower(self.words, at));
        self.lexicon.compounds.contains(&compound)
    }

    /// `Chủ tịch Liên đoàn Vật Việt Nam **Lê Quang Tiến**`: where behind a role and its body the name of whoever has it begins.
    fn bearer(&self, at: usize, head: usize, end: usize) -> Option<usize> {
        let words = self.words;
        if !self.role_before(at) || end < at + head + 1 + BEARER[2] {
            return None;
        }
        let is_named_after = (at..end).any(|at| self.phrase(at, &self.lexicon.named_after) > 0);
        let is_proper = |at: usize| words.is_capital(at) && !words.is_acronym(at);
        let fits = |start: &usize| {
            *start > at + head
                && self.lexicon.surnames.contains(&lower(words, *start))
                && (*start..end).all(is_proper)
                && vietnamese::phrase(words, *start).class & PLACE == 0
                && (!is_named_after || *start > at + head + 1 && is_proper(start - 1) && is_proper(start - 2))
        };
        BEARER.iter().filter_map(|length| end.checked_sub(*length)).find(fits)
    }

    /// Syllables with capitals in a row: most often somebody.
    fn run(&mut self, start: usize) -> usize {
        let words = self.words;
        let mut end = start + 1;
        while end < words.len()
            && end - start < PERSON_MAX
            && words.is_capital(end)
            && !words.starts_sentence(end)
            && (words.follows(end) || words.gap_before(end) == "-")
        {
            let phrase = vietnamese::phrase(words, end);
            if phrase.class & PLACE != 0
                && end + phrase.words > end + 1
                && end - start == 1
                // `Nguyễn Thái Bình`
                && !self.lexicon.surnames.contains(&lower(words, start))
                && self.lexicon.surnames.contains(&lower(words, end))
            {
                break;
            }
            end += 1;
        }
        let surname = |at: usize| self.lexicon.surnames.contains(&lower(words, at));
        let count = self.capitals.count(words, start);
        let opening = opens(words, start);
        // `Theo Nguyễn Văn A`, `Tổng thống Nga Vladimir Putin`
        let place = vietnamese::word(words, start);
        if end - start > 2 && place.class & PLACE != 0 && !surname(start) {
            self.known(start, place);
            return start + 1;
        }
        if opening
            && end - start > 1
            && !surname(start)
            && (surname(start + 1) && end - start > 2 || self.lexicon.stops.contains(&lower(words, start)))
        {
            return start + 1;
        }
        let titled = start > 0 && words.follows(start) && {
            (1..=3.min(start)).any(|length| {
                self.phrase(start - length, &self.lexicon.titles) == length
                    || self.phrase(start - length, &self.lexicon.roles) == length
            })
        };
        let ground = start > 0
            && words.follows(start)
            && (1..=2.min(start)).any(|length| self.phrase(start - length, &self.lexicon.grounds) == length);
        let headed = start > 0
            && words.follows(start)
            && (1..=3.min(start)).any(|length| self.phrase(start - length, &self.lexicon.heads) == length);
        let sort = match end - start {
            _ if titled
                && !(end - start == 1
                    && words.is_small(end)
                    && words.follows(end)
                    && self.role_before(start)) =>
            {
                Sort::Person
            }
            _ if ground => Sort::Place,
            _ if headed => Sort::Body,
            1 if words.is_acronym(start) => Sort::Body,
            1 if opening && count.capital == 0 => return end,
            // `Bộ trưởng Ngoại giao Lê Hoài Trung`
            1 if words.is_small(end) && words.follows(end) && self.role_before(start) => return end,
            1 if count.small > count.capital || words.written(start).chars().nth(1).is_none() => return end,
            1 => Sort::Unsure,
            _ if surname(start) => Sort::Person,
            _ => Sort::Likely,
        };
        self.names.push(Name::of(start..end, sort, Known::default()));
        end
    }

    fn role_before(&self, at: usize) -> bool {
        (1..=PHRASE_MAX.min(at)).any(|length| self.phrase(at - length, &self.lexicon.roles) == length)
    }
}
