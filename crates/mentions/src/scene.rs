//! A text with all that is looked up in it: words, what they may be, and which of them are quoted.

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::hints::Hints;
use super::lexicon::{Kind, Lexicon};
use super::marks::Marked;
use super::words::Words;

/// What every reader of an article looks at.
pub(super) struct Scene<'a> {
    pub words: Words<'a>,
    pub lexicon: &'static Lexicon,
    pub hints: Hints,
    /// For each word, and behind the last, what stands before it: [`GOES_ON`], [`PAUSES`]; and whether it is [`QUOTED`].
    marks: Vec<u8>,
    /// Hashes of the words that stand somewhere with a capital, once somebody asks.
    capitals: OnceCell<FxHashSet<u64>>,
}

/// Nothing but a space, an apostrophe or a hyphen stands before a word.
const GOES_ON: u8 = 1;
/// A comma or the like stands before it.
const PAUSES: u8 = 2;
/// It stands between quotation marks.
const QUOTED: u8 = 4;

impl<'a> Scene<'a> {
    pub fn new(words: Words<'a>, lexicon: &'static Lexicon, passages: &[Marked]) -> Self {
        let mut marks: Vec<u8> = (0..=words.len()).map(|at| before(&words, at)).collect();
        for passage in passages {
            let quoted = words.at_byte(passage.start)..words.at_byte(passage.end);
            marks[quoted].iter_mut().for_each(|mark| *mark |= QUOTED);
        }
        Self { hints: Hints::of(&words, lexicon), words, lexicon, marks, capitals: OnceCell::new() }
    }

    /// Whether a folded word stands somewhere with a capital.
    pub fn has_capital(&self, folded: &str) -> bool {
        let words = &self.words;
        let capitals = || {
            let capitals = (0..words.len()).filter(|at| words.is_capital(*at));
            capitals.filter_map(|at| words.hash(at)).collect()
        };
        self.capitals.get_or_init(capitals).contains(&veille_text::hash(folded))
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
        self.marks.get(at).is_some_and(|mark| mark & QUOTED != 0)
    }

    /// Whether only a space, an apostrophe or nothing lies before this word: it goes on with what is before.
    pub fn goes_on(&self, at: usize) -> bool {
        self.marks.get(at).is_some_and(|mark| mark & GOES_ON != 0)
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
        self.marks
            .get(at)
            .map_or_else(|| pauses(self.words.gap_before(at).as_bytes()), |mark| mark & PAUSES != 0)
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
                        .is_any(at - 1, &[Kind::Genitives, Kind::Masculine, Kind::Feminine, Kind::Particles])
                    // `Director of the Harbour Board`
                    && !(self.is(at - 1, Kind::Definite) && at - 1 > start && self.is(at - 2, Kind::Genitives));
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
        let joints = [Kind::Genitives, Kind::Masculine, Kind::Feminine, Kind::Definite];
        while at > start + 1 && self.is_any(at - 1, &joints) {
            at -= 1;
        }
        at
    }

    /// Words of a range that are not quoted, in order.
    pub fn unquoted(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = usize> + '_ {
        range.filter(|at| !self.is_quoted(*at))
    }
}

/// What stands before a word.
fn before(words: &Words<'_>, at: usize) -> u8 {
    let gap = words.gap_bytes(at);
    let within = gap.is_some();
    // Most words stand behind a space.
    match gap.unwrap_or_else(|| words.gap_before(at).as_bytes()) {
        b" " => u8::from(within),
        b"" | b"'" | b"-" | b"\xc2\xa0" | b"\xe2\x80\x99" if within => GOES_ON,
        // `one in 2,000`
        b"," if within && words.written(at).starts_with(|sign: char| sign.is_ascii_digit()) => GOES_ON,
        bytes if pauses(bytes) => PAUSES,
        _ => 0,
    }
}

/// Whether a comma or the like stands among signs: one of `,();:`, `—–`, `،؛`, `，；：、`, or a hyphen between spaces.
fn pauses(gap: &[u8]) -> bool {
    gap.iter().enumerate().any(|(at, byte)| match byte {
        b',' | b'(' | b')' | b';' | b':' => true,
        b'-' => at > 0 && gap[at - 1] == b' ' && gap.get(at + 1) == Some(&b' '),
        0xd8 => matches!(gap.get(at + 1), Some(0x8c | 0x9b)),
        0xe2 => matches!(gap.get(at + 1..at + 3), Some([0x80, 0x93 | 0x94])),
        0xe3 => matches!(gap.get(at + 1..at + 3), Some([0x80, 0x81])),
        0xef => matches!(gap.get(at + 1..at + 3), Some([0xbc, 0x8c | 0x9a | 0x9b])),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn signs_that_pause_are_told_by_their_bytes() {
        for sign in [',', '(', ')', '—', '–', '،', '，', ';', '؛', '；', ':', '：', '、'] {
            assert!(super::pauses(format!("“{sign} ").as_bytes()), "{sign}");
        }
        assert!(super::pauses(b" - "));
        for gap in [" ", "-", "“", "」", "…", "·", "\u{a0}", " -", "。", "！"] {
            assert!(!super::pauses(gap.as_bytes()), "{gap}");
        }
    }
}
