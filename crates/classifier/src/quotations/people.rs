//! The people of an article: their names, and what they are called by.

use std::ops::Range;

use super::lexicon::Lexicon;
use super::words::Words;
use crate::matcher::is_common;

/// A name has at most so many words.
const NAME_WORDS_MAX: usize = 5;
/// A role stands at most so many words from its name: `le vice-ministre permanent des Affaires étrangères Nguyên Minh Vu`.
const ROLE_WORDS_MAX: usize = 9;

/// A name in the text, with the role that stands beside it.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// The words of the name.
    pub at: Range<usize>,
    /// The words of the role.
    pub role: Option<Range<usize>>,
}

/// All names of two words or more, in order.
pub(super) struct People<'a> {
    words: &'a Words,
    lexicon: &'a Lexicon,
    pub mentions: Vec<Mention>,
}

impl<'a> People<'a> {
    pub fn of(words: &'a Words, lexicon: &'a Lexicon) -> Self {
        let mut people = Self { words, lexicon, mentions: Vec::new() };
        let mut at = 0;
        while at < words.len() {
            let run = people.capitals(at);
            if let Some(name) = people.name(run.clone()).filter(|name| name.len() > 1) {
                let role = people.role_of(&name);
                people.mentions.push(Mention { at: name, role });
            }
            at = run.end.max(at + 1);
        }
        people
    }

    /// The words with capitals from here on that one name may have.
    fn capitals(&self, start: usize) -> Range<usize> {
        let mut end = start;
        while end < self.words.len() && self.words.is_capital(end) {
            end += 1;
            let initial = self.words.folded(end - 1).chars().nth(1).is_none();
            let joined = match self.words.gap(end - 1) {
                " " | "-" | "’" | "'" => true,
                ". " => initial,
                _ => false,
            };
            if !joined {
                break;
            }
        }
        start..end
    }

    /// The name in a run of capitals: what follows the last role, title or word of an institution in it, and a common
    /// word that only begins the sentence: `Selon Marie Aubert`, `Foreign Minister Jane Holloway`.
    fn name(&self, mut run: Range<usize>) -> Option<Range<usize>> {
        let mut at = run.start;
        while at < run.end {
            let not_name =
                [&self.lexicon.roles, &self.lexicon.titles, &self.lexicon.before, Lexicon::organisations()];
            let skipped =
                not_name.iter().filter_map(|phrases| self.words.phrase_at(at, run.end, phrases)).max();
            at += skipped.unwrap_or(1);
            if skipped.is_some() {
                run.start = at;
            }
        }
        if run.len() > 2
            && self.words.token(run.start).starts_sentence
            && is_common(self.words.folded(run.start))
        {
            run.start += 1;
        }
        (!run.is_empty() && run.len() <= NAME_WORDS_MAX).then_some(run)
    }

    /// The role beside a name: `le général Pham Thê Tùng`, `Pham Thê Tùng, vice-ministre`.
    fn role_of(&self, name: &Range<usize>) -> Option<Range<usize>> {
        let sentence = self.words.sentence_before(name.start);
        let first = name.start.saturating_sub(ROLE_WORDS_MAX).max(sentence.start);
        let mut commas = 0;
        let mut start = name.start;
        while start > first && commas <= 1 {
            start -= 1;
            commas += usize::from(self.words.gap(start).contains([',', '(', ';', ':', '»', '”', '"']));
            if commas <= 1
                && let Some(length) = self.words.phrase_at(start, name.start, &self.lexicon.roles)
            {
                return Some(self.widest(start, start + length, first));
            }
        }
        if name.end < self.words.len() && self.words.gap(name.end - 1).trim() == "," {
            let sentence = self.words.sentence_after(name.end);
            let end = sentence.end.min(name.end + 4);
            return self.words.first_phrase(name.end..end, &self.lexicon.roles);
        }
        None
    }

    /// The longest role that ends with this one: `vice-ministre`, not `ministre`.
    fn widest(&self, start: usize, end: usize, first: usize) -> Range<usize> {
        let wider =
            (first..start).find(|at| self.words.phrase_at(*at, end, &self.lexicon.roles) == Some(end - at));
        wider.unwrap_or(start)..end
    }

    /// The first name in a range, of two words, or of one where a title stands before it or it is part of a name known.
    pub fn first_name(&self, range: &Range<usize>) -> Option<Range<usize>> {
        range.clone().find_map(|at| {
            let begins = at == range.start || !self.joined(at - 1);
            begins.then(|| self.name_at(at, range)).flatten()
        })
    }

    /// The last name in a range, by the same rules.
    pub fn last_name(&self, range: &Range<usize>) -> Option<Range<usize>> {
        range.clone().rev().find_map(|at| {
            let begins = at == range.start || !self.joined(at - 1);
            begins.then(|| self.name_at(at, range)).flatten()
        })
    }

    fn joined(&self, at: usize) -> bool {
        self.words.is_capital(at) && matches!(self.words.gap(at), " " | "-")
    }

    fn name_at(&self, at: usize, range: &Range<usize>) -> Option<Range<usize>> {
        let run = self.capitals(at);
        let name = self.name(run.start..run.end.min(range.end))?;
        let titled = name.start > at
            || (at > range.start
                && self.words.phrase_at(at - 1, at, &self.lexicon.titles).is_some()
                && self.words.gap(at - 1).trim_matches('.').trim().is_empty());
        (name.len() > 1 || titled || self.is_part_of_name(self.words.folded(name.start))).then_some(name)
    }

    fn is_part_of_name(&self, folded: &str) -> bool {
        folded.len() > 2
            && self.mentions.iter().any(|mention| {
                self.words.folded(mention.at.end - 1) == folded
                    || (mention.at.len() > 2 && self.words.folded(mention.at.start) == folded)
            })
    }

    /// The fullest spelling of a name in the article: *Dang Hoang Giang* for *Hoang Giang*.
    pub fn full_name(&self, name: &Range<usize>) -> String {
        let folded =
            |range: &Range<usize>| -> Vec<&str> { range.clone().map(|at| self.words.folded(at)).collect() };
        let short = folded(name);
        let fits = |mention: &&Mention| {
            let long = folded(&mention.at);
            long.len() > short.len()
                && (long.ends_with(&short) || (short.len() == 1 && long[0] == short[0] && long.len() > 2))
        };
        let before = self.mentions.iter().rev().filter(|mention| mention.at.start < name.start).find(fits);
        let fuller = before.or_else(|| self.mentions.iter().find(fits));
        self.words.passage(fuller.map_or(name, |mention| &mention.at)).to_owned()
    }

    /// The last person before here who was called by this role.
    pub fn by_role(&self, role: &Range<usize>) -> Option<&Mention> {
        let alike = |other: &Range<usize>| {
            let same =
                role.clone().zip(other.clone()).all(|(a, b)| self.words.folded(a) == self.words.folded(b));
            same && role.len().min(other.len()) > 0
        };
        let earlier = self.mentions.iter().filter(|mention| mention.at.end <= role.start);
        earlier.rev().find(|mention| mention.role.as_ref().is_some_and(alike))
    }
}
