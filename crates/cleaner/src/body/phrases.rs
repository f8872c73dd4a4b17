//! The words by which boilerplate is known, looked up in one pass over a block.
//!
//! A phrase is a row of folded words. Rows are looked up by a running hash from each word on, for as long as some
//! phrase begins that way.

use std::collections::HashMap;
use std::sync::LazyLock;

use veille_text::letter::{self, LETTER, MARK, NUMERIC, UNSPACED};

use super::hash::Unhashed;

const PHRASES: &str = include_str!("../../data/phrases.txt");

/// What a phrase is a sign of; the names stand in `data/phrases.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Sign {
    /// Announces other articles or the comments.
    Anchor,
    Caption,
    /// Invites to read something else.
    More,
    /// Names the original.
    Origin,
    Consent,
    Paywall,
    Newsletter,
    Comment,
    Share,
    Copyright,
    Byline,
    Date,
    Tags,
    /// Says where a feed's entry appeared first, as publishing systems add it.
    Tail,
    /// Says that the text goes on below.
    Below,
    /// Asks readers for something.
    Appeal,
    /// Begins as requests do, and stories.
    Call,
    /// Names a channel that readers can follow.
    Channel,
    /// Says what may be done with the text.
    Rights,
    /// Says who took a picture.
    Credit,
    /// Is the heading of the comments.
    Remarks,
}

impl Sign {
    /// Every sign with its name in `data/phrases.txt`.
    pub(crate) const NAMES: &[(&str, Self)] = &[
        ("anchor", Self::Anchor),
        ("caption", Self::Caption),
        ("more", Self::More),
        ("origin", Self::Origin),
        ("consent", Self::Consent),
        ("paywall", Self::Paywall),
        ("newsletter", Self::Newsletter),
        ("comment", Self::Comment),
        ("share", Self::Share),
        ("copyright", Self::Copyright),
        ("byline", Self::Byline),
        ("date", Self::Date),
        ("tags", Self::Tags),
        ("tail", Self::Tail),
        ("below", Self::Below),
        ("appeal", Self::Appeal),
        ("call", Self::Call),
        ("channel", Self::Channel),
        ("rights", Self::Rights),
        ("credit", Self::Credit),
        ("remarks", Self::Remarks),
    ];

    fn bit(self) -> u32 {
        1 << self as u8
    }
}

/// The signs of what surrounds articles.
const BESIDE: u32 = 1 << Sign::Anchor as u8
    | 1 << Sign::More as u8
    | 1 << Sign::Consent as u8
    | 1 << Sign::Paywall as u8
    | 1 << Sign::Newsletter as u8
    | 1 << Sign::Comment as u8
    | 1 << Sign::Share as u8
    | 1 << Sign::Copyright as u8;

/// The signs found in a block, by where they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signs {
    /// The phrase is the whole block.
    whole: u32,
    /// The block begins with it.
    start: u32,
    /// The block ends with it.
    end: u32,
    /// It stands anywhere.
    anywhere: u32,
    /// Phrases found that ask for consent, an address or money.
    pub asks: u32,
}

impl Signs {
    /// Whether the block shows the sign in the place that the file asks for.
    pub(crate) fn has(self, sign: Sign) -> bool {
        (self.whole | self.start | self.end | self.anywhere) & sign.bit() != 0
    }

    /// Whether the whole block is the sign's phrase.
    pub(crate) fn is(self, sign: Sign) -> bool {
        self.whole & sign.bit() != 0
    }

    /// Whether the block begins with the sign's phrase.
    pub(crate) fn begins(self, sign: Sign) -> bool {
        self.start & sign.bit() != 0
    }

    /// Whether the block ends with it.
    pub(crate) fn ends(self, sign: Sign) -> bool {
        self.end & sign.bit() != 0
    }

    /// Whether the phrase stands where it counts anywhere.
    pub(crate) fn holds(self, sign: Sign) -> bool {
        self.anywhere & sign.bit() != 0
    }

    /// Whether it shows any sign of what surrounds articles.
    pub(crate) fn is_boilerplate(self) -> bool {
        (self.whole | self.start | self.end | self.anywhere) & BESIDE != 0
    }

    /// The names of the signs.
    #[cfg(test)]
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        Sign::NAMES.iter().filter(move |(_, sign)| self.has(*sign)).map(|(name, _)| *name)
    }

    /// The signs in a text. See [`Phrases::signs`] for many texts.
    pub(crate) fn of(text: &str) -> Self {
        Phrases::default().signs(text)
    }
}

/// Looks texts through, one after the other, with the same memory.
#[derive(Debug, Default)]
pub(crate) struct Phrases {
    words: Words,
}

impl Phrases {
    /// The signs in a text. Only its first words are looked at where it is long: a phrase deep inside a paragraph says
    /// nothing about the paragraph.
    pub(crate) fn signs(&mut self, text: &str) -> Signs {
        let words = &mut self.words;
        words.read(text);
        let table = &*TABLE;
        let mut signs = Signs::default();
        for at in (0..words.len()).filter(|at| table.may_begin(words.firsts[*at])) {
            let mut hash = words.firsts[at];
            let mut longer = 1;
            while let Some(found) = table.rows.get(&hash) {
                let (starts, ends) = (at == 0, at + longer == words.len() && words.complete);
                signs.anywhere |= found.anywhere;
                signs.asks += u32::from(found.anywhere & ASKING != 0);
                signs.start |= if starts { found.start } else { 0 };
                signs.end |= if ends { found.end } else { 0 };
                signs.whole |= if starts && ends { found.whole } else { 0 };
                if at + longer == words.len() || longer == WORDS_MAX {
                    break;
                }
                hash = extend(hash, words.get(at + longer));
                longer += 1;
            }
        }
        signs
    }
}

/// Phrases are no longer than this.
const WORDS_MAX: usize = 24;
/// A longer block is not looked through.
const TEXT_BYTES_MAX: usize = 700;
/// The signs of a request.
const ASKING: u32 = 1 << Sign::Consent as u8 | 1 << Sign::Newsletter as u8 | 1 << Sign::Paywall as u8;

/// A text's words, folded; numbers are `#`.
#[derive(Debug, Default)]
struct Words {
    text: Vec<u8>,
    ends: Vec<usize>,
    /// Hashes of the rows of one word that begin at each.
    firsts: Vec<u64>,
    /// Hash of the word in hand.
    hash: u64,
    /// Whether the text was looked through to its end.
    complete: bool,
}

impl Words {
    fn read(&mut self, text: &str) {
        self.text.clear();
        self.ends.clear();
        self.firsts.clear();
        self.hash = START;
        self.complete = text.len() <= TEXT_BYTES_MAX;
        // The character that begins at the last byte is the last.
        let text = &text[..text.ceil_char_boundary(TEXT_BYTES_MAX + 1)];
        let mut at = 0;
        while let Some(&byte) = text.as_bytes().get(at) {
            if byte.is_ascii_alphabetic() {
                let letters = text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphabetic());
                let end = at + letters.count();
                self.push_letters(&text.as_bytes()[at..end]);
                at = end;
                continue;
            }
            let character = text[at..].chars().next().unwrap_or_default();
            at += character.len_utf8();
            match character {
                ' ' => self.end_word(),
                _ => self.take(character),
            }
        }
        self.end_word();
    }

    fn take(&mut self, character: char) {
        match character {
            // The colon is a word of its own, because `Source:` credits and `Source` begins a sentence.
            ':' | '：' => self.push_alone(b":"),
            '©' => self.push_alone("©".as_bytes()),
            '#' | '0'..='9' => self.push_number(),
            '\'' | '’' => self.push(b'\''),
            // `F+` is what a newspaper marks its paid articles with: the plus is a part of the word.
            '+' => self.push(b'+'),
            _ if character.is_ascii() => self.end_word(),
            _ => {
                let letter = letter::letter(character);
                if letter.is(UNSPACED) {
                    self.push_alone(character.encode_utf8(&mut [0; 4]).as_bytes());
                } else if letter.is(NUMERIC) {
                    self.push_number();
                } else if letter.is(LETTER) {
                    letter.folded().iter().for_each(|byte| self.push(*byte));
                } else if !letter.is(MARK) {
                    self.end_word();
                }
            }
        }
    }

    /// Letters of ASCII.
    fn push_letters(&mut self, letters: &[u8]) {
        let mut hash = self.hash;
        self.text.extend(letters.iter().map(|letter| {
            let small = letter | 0x20;
            hash = step(hash, small);
            small
        }));
        self.hash = hash;
    }

    fn push(&mut self, byte: u8) {
        self.text.push(byte);
        self.hash = step(self.hash, byte);
    }

    fn push_alone(&mut self, word: &[u8]) {
        self.end_word();
        word.iter().for_each(|byte| self.push(*byte));
        self.end_word();
    }

    /// Figures in a row are one `#`.
    fn push_number(&mut self) {
        if self.text.last() != Some(&b'#') || self.ends.last() == Some(&self.text.len()) {
            self.push(b'#');
        }
    }

    fn end_word(&mut self) {
        if self.text.len() > self.ends.last().copied().unwrap_or(0) {
            self.ends.push(self.text.len());
            // The end of a word is a part of the hash, so that `more news` and `moren ews` are two rows.
            self.firsts.push(step(self.hash, WORD_END));
            self.hash = START;
        }
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, at: usize) -> &[u8] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start..self.ends[at]]
    }
}

/// FNV-1a, 64 bits.
const START: u64 = 0xcbf2_9ce4_8422_2325;
/// No byte of UTF-8.
const WORD_END: u8 = 0xff;

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

fn extend(hash: u64, word: &[u8]) -> u64 {
    step(word.iter().copied().fold(hash, step), WORD_END)
}

/// Every row of words that begins a phrase; those that are whole phrases say of what.
#[derive(Default)]
struct Table {
    rows: HashMap<u64, Signs, Unhashed>,
    /// A bit for each first word of a phrase, by its hash: most words of a text are told by it to begin none.
    firsts: Vec<u64>,
}

const FIRST_BITS: usize = 1 << 15;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { firsts: vec![0; FIRST_BITS / 64], ..Table::default() };
    for line in PHRASES.lines().filter(|line| !line.starts_with('#')) {
        let Some((head, phrases)) = line.split_once(": ") else { continue };
        let (name, place) = head.split_once(' ').unwrap_or((head, "has"));
        let bit = Sign::NAMES.iter().find(|(known, _)| *known == name).map_or(0, |(_, sign)| sign.bit());
        for phrase in phrases.split(';') {
            table.insert(phrase.trim(), place, bit);
        }
    }
    table
});

impl Table {
    fn insert(&mut self, phrase: &str, place: &str, bit: u32) {
        let mut words = Words::default();
        words.read(phrase);
        let mut hash = START;
        for at in 0..words.len() {
            hash = extend(hash, words.get(at));
            if at == 0 {
                let first = hash as usize % FIRST_BITS;
                self.firsts[first / 64] |= 1 << (first % 64);
            }
            let signs = self.rows.entry(hash).or_default();
            if at + 1 == words.len() {
                match place {
                    "is" => signs.whole |= bit,
                    "starts" => signs.start |= bit,
                    "ends" => signs.end |= bit,
                    _ => signs.anywhere |= bit,
                }
            }
        }
    }

    /// Whether a word may be the first of a phrase; wrongly so now and then.
    fn may_begin(&self, first: u64) -> bool {
        // A Bloom filter: what it lets through wrongly is found out by the table of rows.
        let at = first as usize % FIRST_BITS;
        self.firsts[at / 64] >> (at % 64) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boilerplate_is_known_by_its_words() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(Signs::of(text).names().collect::<Vec<_>>(), expected, "{text}");
        };
        check("Nouvelles connexes", &["anchor"]);
        check("Même catégorie", &["anchor"]);
        check("Comment (0)", &["anchor", "comment", "remarks"]);
        check("Le directeur. Photo: Lan Anh/ABC |", &["caption"]);
        check("Source : https://example.org/a", &["origin"]);
        check("Nguồn: example.vn", &["origin"]);
        check("La Convention sera signée à Hanoï.", &[]);
        check("相关新闻", &["anchor"]);
        check("Читайте также: в Ханое", &["more"]);
    }

    #[test]
    fn every_phrase_of_the_file_is_found_in_itself() {
        for line in PHRASES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (head, phrases) = line.split_once(": ").unwrap();
            let name = head.split_once(' ').unwrap().0;
            let (_, sign) = Sign::NAMES.iter().find(|(known, _)| *known == name).unwrap();
            for phrase in phrases.split(';') {
                assert!(Signs::of(phrase).has(*sign), "{head}: {phrase}");
            }
        }
    }

    #[test]
    fn every_line_of_the_file_names_a_sign_and_a_place() {
        for line in PHRASES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (head, _) = line.split_once(": ").unwrap();
            let (name, place) = head.split_once(' ').unwrap();
            assert!(Sign::NAMES.iter().any(|(known, _)| *known == name), "{head}");
            assert!(["is", "starts", "ends", "has"].contains(&place), "{head}");
        }
    }
}
