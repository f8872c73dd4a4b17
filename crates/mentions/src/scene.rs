//! A text with all that is looked up in it: words, what they may be, and which of them are quoted.

use std::ops::Range;

use super::hints::Hints;
use super::lexicon::{Kind, Lexicon};
use super::marks::Marked;
use super::words::Words;

/// What every reader of an article looks at.
pub(super) struct Scene<'a> {
    pub words: Words<'a>,
    pub lexicon: &'static Lexicon,
    pub hints: Hints,
    /// For each word, whether it stands between quotation marks.
    quoted: Vec<bool>,
}

impl<'a> Scene<'a> {
    pub fn new(words: Words<'a>, lexicon: &'static Lexicon, passages: &[Marked]) -> Self {
        let mut quoted = vec![false; words.len()];
        for passage in passages {
            quoted[words.at_byte(passage.start)..words.at_byte(passage.end)].fill(true);
        }
        Self { hints: Hints::of(&words, lexicon), words, lexicon, quoted }
    }

    pub fn is(&self, at: usize, kind: Kind) -> bool {
        self.hints.is(at, kind)
    }

    /// How many words a phrase of this kind takes here; 0 where there is none.
    pub fn length(&self, at: usize, kind: Kind) -> usize {
        self.hints.length(at, kind)
    }

    pub fn is_any(&self, at: usize, kinds: &[Kind]) -> bool {
        self.hints.is_any(at, kinds)
    }

    pub fn is_quoted(&self, at: usize) -> bool {
        self.quoted.get(at).copied().unwrap_or(false)
    }

    /// Whether only a space, an apostrophe or nothing lies before this word: it goes on with what is before.
    pub fn goes_on(&self, at: usize) -> bool {
        at > 0
            && at < self.words.len()
            && matches!(self.words.gap_before(at), "" | " " | "\u{a0}" | "'" | "’" | "-")
    }

    /// Whether a small word follows behind a closing mark with nothing but a space between.
    pub fn goes_on_behind(&self, close: usize) -> bool {
        let next = self.words.at_byte(close);
        next < self.words.len()
            && self.words.is_small(next)
            && matches!(&self.words.text()[close..self.words.token(next).start as usize], " " | "\u{a0}")
    }

    /// Whether a comma or the like lies before this word.
    pub fn pauses(&self, at: usize) -> bool {
        self.words
            .gap_before(at)
            .contains([',', '(', ')', '—', '–', '،', '，', ';', '؛', '；', ':', '：', '、'])
            || self.words.gap_before(at).contains(" - ")
    }

    /// A role that begins here, with how many words its head has.
    pub fn role_at(&self, at: usize) -> usize {
        self.hints.longest(at, &[Kind::Roles, Kind::RolesF])
    }

    /// The first word of the phrase that a role or a name belongs to: with the article and the title before it.
    pub fn phrase_start(&self, at: usize) -> usize {
        let mut start = at;
        while start > 0 && at - start < 3 {
            let before = start - 1;
            let joined = self.goes_on(start) || self.words.gap_before(start) == ". ";
            let opens = [
                Kind::Masculine,
                Kind::Feminine,
                Kind::Definite,
                Kind::Elided,
                Kind::Plural,
                Kind::Titles,
                Kind::TitlesF,
            ];
            let article = self.is_any(before, &opens);
            if !joined || !article || self.is(before, Kind::Prepositions) || !self.is_nominative(before) {
                break;
            }
            start = before;
        }
        start
    }

    /// Whether what begins here can be who speaks: not what a preposition stands before.
    pub fn is_object(&self, at: usize) -> bool {
        let start = self.phrase_start(at);
        let kinds = [Kind::Prepositions, Kind::Genitives];
        self.goes_on(start)
            && (self.is_any(start - 1, &kinds) || self.hints.ending_at(start, &kinds).is_some())
    }

    /// `Priya Nair’s brother`
    pub fn is_possessor(&self, name: &Range<usize>) -> bool {
        name.end < self.words.len()
            && matches!(self.words.gap_before(name.end), "’" | "'")
            && self.is(name.end, Kind::Possessive)
    }

    /// Whether an article before a role or a name is no genitive: `sagte der Leiter`, not `Sprecher der Bahn`.
    fn is_nominative(&self, article: usize) -> bool {
        if !self.is(article, Kind::Genitives) || !self.is_any(article, &[Kind::Masculine, Kind::Feminine]) {
            return !self.is(article, Kind::Genitives);
        }
        let noun = article > 0
            && self.goes_on(article)
            && self.words.is_capital(article - 1)
            && !self.words.starts_sentence(article);
        // `sagte in Berlin der Leiter`: behind a place *der* is nominative, though a noun stands before it.
        let place = article > 1 && self.is(article - 2, Kind::PlacePrepositions);
        !noun || place || self.is(article - 1, Kind::Adverbs)
    }

    /// Up to where a phrase about a person goes on: no verb, no sign, no other clause.
    pub fn phrase_end(&self, start: usize, most: usize) -> usize {
        let stops =
            [Kind::Verbs, Kind::Judges, Kind::Auxiliaries, Kind::Relatives, Kind::Adverbs, Kind::That];
        let mut at = start;
        while at < self.words.len().min(start + most) {
            let genitive = self.is(at, Kind::Genitives);
            if at > start {
                let elided = matches!(self.words.gap_before(at), "'" | "’");
                let name = self.words.is_capital(at)
                    && !elided
                    && self.words.is_small(at - 1)
                    && !self.lexicon.capital_nouns
                    && !self
                        .is_any(at - 1, &[Kind::Genitives, Kind::Masculine, Kind::Feminine, Kind::Particles]);
                // `le ministre Verdier`: a capital behind a small word begins the name,
                // unless a genitive leads to it.
                if name && self.lexicon.bare_complement == 0 && !self.lexicon.syllabic {
                    break;
                }
                let stop = self.is_any(at, &stops) || self.is(at, Kind::Prepositions);
                if !self.goes_on(at)
                    || self.words.starts_sentence(at)
                    // French *de* is a preposition and joins a role to its office: as a genitive it never stops.
                    || (stop && !genitive && !self.is(at - 1, Kind::Genitives))
                {
                    break;
                }
            }
            at += 1;
        }
        // What was cut at its limit must not end in *de la*.
        while at > start + 1 && self.is_any(at - 1, &[Kind::Genitives, Kind::Masculine, Kind::Feminine]) {
            at -= 1;
        }
        at
    }

    /// Words of a range that are not quoted, in order.
    pub fn unquoted(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = usize> + '_ {
        range.filter(|at| !self.is_quoted(*at))
    }
}
