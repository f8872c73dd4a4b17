//! What two languages write alike, of a text: numbers as values, beginnings of romanised words, skeletons of consonants, and
//! words that a lexicon knows; each with the sentence that it stands in and how much it says.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use veille_text::{Document, Parts, Zone, is_question_mark, letter, roman};

use super::lexicon::Lexicon;
use super::numbers::{Number, numbers, other_year};
use super::word::{Word, hash};
use crate::words::Words;

/// Kinds of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// A number by its value.
    Number,
    /// How a word begins in Latin letters.
    Stem,
    /// The consonants of a name.
    Skeleton,
    /// What a word of the lexicon means.
    Meaning,
}

impl Channel {
    pub(crate) const ALL: [Self; 4] = [Self::Number, Self::Stem, Self::Skeleton, Self::Meaning];
}

/// One key where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Of what two languages have alike.
    pub hash: u32,
    /// The sentence.
    pub segment: u16,
    /// What it is.
    pub channel: Channel,
    /// What it says, in bits.
    pub weight: f32,
    /// First byte in its field.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A sentence, or what is taken for one: bytes of its field.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Segment {
    pub start: u32,
    pub end: u32,
    pub letters: u32,
    pub is_headline: bool,
    pub signs: Signs,
}

/// What a sentence has that a translator keeps in any script: a set of kinds of signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signs(pub u8);

impl Signs {
    const QUOTE: u8 = 1;
    const QUESTION: u8 = 1 << 1;
    const BRACKET: u8 = 1 << 2;
    const NUMERAL: u8 = 1 << 3;

    fn of(written: &str) -> Self {
        let kind = |character: char| match character {
            '"' | '«' | '»' | '“' | '”' | '„' | '「' | '」' | '『' | '』' => Self::QUOTE,
            _ if is_question_mark(character) => Self::QUESTION,
            '(' | ')' | '（' | '）' => Self::BRACKET,
            _ if character.is_numeric() => Self::NUMERAL,
            _ => 0,
        };
        Self(written.chars().map(kind).fold(0, |all, one| all | one))
    }

    /// Whether something in it stands between quotation marks.
    pub fn is_quoted(self) -> bool {
        self.0 & Self::QUOTE != 0
    }

    /// Those of two sentences.
    pub fn and(self, next: Self) -> Self {
        Self(self.0 | next.0)
    }

    /// Kinds that both have.
    pub fn shared(self, other: Self) -> u32 {
        (self.0 & other.0).count_ones()
    }

    /// Kinds that one has and the other has not.
    pub fn apart(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }
}

/// A text read for its keys.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub(crate) segments: Vec<Segment>,
    /// In the order in which they stand.
    pub keys: Vec<Key>,
}

/// Letters in a segment: longer ones are cut at a space, for scripts that end no sentence.
const LETTERS_MAX: u32 = 320;
/// Segments of a text that are compared; the rest of a book is one.
const SEGMENTS_MAX: usize = 160;
/// Letters of a word's beginning, and how long a word in small letters must be.
const STEM: usize = 5;
/// Consonants of a skeleton.
const SKELETON: RangeInclusive<usize> = 3..=4;
/// The most that a key says, in bits.
const MOST: f32 = 9.0;
const COMMON: &[u8] = include_bytes!("../../data/common-keys.bin");

impl Reading {
    /// Reads an article's headline and text. The language, as a BCP 47 tag, chooses the lexicon and the calendar.
    pub fn of(headline: &str, text: &str, language: &str) -> Self {
        let document = Document::of(&Parts { headline, text, ..Parts::default() });
        Self::of_document(&document, &Words::of(&document, headline, text), (headline, text), language)
    }

    /// The same of a document that was made of this headline and this text, and of its words.
    pub(crate) fn of_document(
        document: &Document,
        words: &Words,
        (headline, text): (&str, &str),
        language: &str,
    ) -> Self {
        let mut reading = Self::default();
        for (zone, words, written) in
            [(Zone::Headline, &words.headline, headline), (Zone::Text, &words.text, text)]
        {
            let range = document.zone(zone);
            let tokens = &document.tokens()[range.start as usize..range.end as usize];
            let words: Vec<Word<'_>> = tokens
                .iter()
                .zip(words)
                .map(|(token, word)| Word::of(document, token, word, written))
                .collect();
            reading.read(&words, written, zone == Zone::Headline, language);
        }
        for key in &mut reading.keys {
            if let Some(octave) = common().get(&key.hash) {
                // Never nothing: what stands everywhere still has an order.
                key.weight = key.weight.min(f32::from(*octave)).max(0.25);
            }
        }
        reading
    }

    fn read(&mut self, words: &[Word<'_>], written: &str, is_headline: bool, language: &str) {
        let first = self.segments.len();
        self.cut(words, is_headline);
        sign(&mut self.segments[first..], written);
        let segments = &self.segments[first..];
        let mut found: Vec<Key> = Vec::with_capacity(words.len() * 2);
        // What is added goes forward mostly.
        let mut last = 0;
        let mut add = |channel: Channel, hash: u32, weight: f32, bytes: (usize, usize)| {
            let is_of = |at: usize| {
                segments.get(at).is_none_or(|segment| segment.start as usize <= bytes.0)
                    && segments.get(at + 1).is_none_or(|next| next.start as usize > bytes.0)
            };
            if !is_of(last) {
                let after = segments.partition_point(|segment| segment.start as usize <= bytes.0);
                last = after.saturating_sub(1);
            }
            let segment = (first + last) as u16;
            found.push(Key { hash, segment, channel, weight, start: bytes.0 as u32, end: bytes.1 as u32 });
        };
        // Numbers of the field as it is written: words were folded, and have no separators.
        for number in numbers(written) {
            number_keys(&number, language, &mut add);
        }
        words.iter().for_each(|word| word.keys(&mut add));
        unspaced(words, &mut add);
        if let Some(lexicon) = Lexicon::of(language) {
            lexicon.meanings(words, |meaning, weight, bytes| add(Channel::Meaning, meaning, weight, bytes));
        }
        found.sort_by_key(|key| (key.segment, key.start));
        self.keys.extend(found);
    }

    /// Cuts a field into segments.
    fn cut(&mut self, words: &[Word<'_>], is_headline: bool) {
        let mut current: Option<Segment> = None;
        let mut last_end = 0;
        for word in words {
            let letters = length(word.written);
            let is_full = current.is_some_and(|segment| segment.letters + letters > LETTERS_MAX)
                && word.start > last_end;
            if (word.starts_sentence || is_full) && self.segments.len() < SEGMENTS_MAX {
                self.segments.extend(current.take());
            }
            last_end = word.end;
            let segment = current.get_or_insert(Segment {
                start: word.start as u32,
                is_headline,
                ..Segment::default()
            });
            segment.end = word.end as u32;
            segment.letters += letters;
        }
        self.segments.extend(current);
    }
}

/// Tells the segments of a field their signs. What stands between two belongs to the first as far as it hangs on its last word.
fn sign(segments: &mut [Segment], written: &str) {
    let mut start = 0;
    for at in 0..segments.len() {
        let behind = &written[segments[at].end as usize..];
        let between =
            segments.get(at + 1).map_or(behind.len(), |next| (next.start - segments[at].end) as usize);
        let hangs = behind[..between].find(char::is_whitespace).unwrap_or(between);
        let end = segments[at].end as usize + hangs;
        segments[at].signs = Signs::of(&written[start..end]);
        start = end;
    }
}

fn number_keys(number: &Number, language: &str, add: &mut impl FnMut(Channel, u32, f32, (usize, usize))) {
    let bytes = (number.start, number.end);
    let mut key = |value: u64, share: f32| {
        add(Channel::Number, hash('n', &value.to_le_bytes()), of_number(value) * share, bytes);
    };
    key(number.value, 1.0);
    // `2.5 million` where the other text's word for million is not known to us.
    if number.bare != number.value {
        key(number.bare, 0.5);
    }
    if let Some(year) = other_year(number.value, language) {
        key(year, 1.0);
    }
}

/// What a number says: small ones stand everywhere, and so do the years of our day.
fn of_number(hundredths: u64) -> f32 {
    if !hundredths.is_multiple_of(100) {
        // `3.7` is seldom said by chance.
        return MOST;
    }
    match hundredths / 100 {
        0..=3 => 2.0,
        4..=12 => 3.5,
        13..=31 => 5.0,
        1990..=2035 => 4.5,
        value if value.is_multiple_of(100) && value < 10_000 => 6.0,
        32..=100 => 6.5,
        _ => MOST,
    }
}

/// Keys that many articles of some language have: that one in 2^n does.
fn common() -> &'static FxHashMap<u32, u8> {
    static TABLE: OnceLock<FxHashMap<u32, u8>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let one = |five: &[u8; 5]| (u32::from_le_bytes([five[0], five[1], five[2], five[3]]), five[4]);
        COMMON.as_chunks::<5>().0.iter().map(one).collect()
    })
}

/// How long a word would be in Latin letters: what makes lengths of texts comparable across scripts.
fn length(word: &str) -> u32 {
    if word.is_ascii() {
        return word.len() as u32;
    }
    // In tenths, by the medians of professional translations from English.
    let of = |character: char| match character {
        '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => 30,
        '\u{3040}'..='\u{30ff}' => 17,
        '\u{ac00}'..='\u{d7a3}' => 24,
        '\u{5d0}'..='\u{6ff}' => 12,
        _ if character.is_alphanumeric() => 10,
        _ => 0,
    };
    word.chars().map(of).sum::<u32>().div_ceil(10)
}

impl Word<'_> {
    /// Of a script with capitals, words in small letters are known by how they begin, if they are long (*président*, *President*,
    /// *presiden*); what is written with a capital also by its consonants. Where there are no capitals any word may be a name.
    fn keys(&self, add: &mut impl FnMut(Channel, u32, f32, (usize, usize))) {
        if !self.first.is_alphabetic() || letter::is_unspaced(self.first) {
            return;
        }
        let is_capital = self.first.is_uppercase();
        let is_cased = is_capital || self.first.is_lowercase();
        // *les*, *und*: the beginnings of short words are those of a thousand others.
        if is_cased && !is_capital && self.written.len() <= STEM {
            return;
        }
        let bytes = (self.start, self.end);
        let rarity = -self.frequency.log2();
        let roman = roman::romanised(self.written);
        if is_cased {
            let stem = roman::stem(&roman, STEM);
            if is_capital && stem.len() >= 3 {
                let weight = rarity.min(MOST) * (0.4 + 0.12 * stem.len() as f32);
                add(Channel::Stem, hash('f', stem.as_bytes()), weight, bytes);
            } else if !is_capital && stem.len() == STEM && roman.len() > STEM {
                add(Channel::Stem, hash('f', stem.as_bytes()), (rarity * 0.6).min(5.0), bytes);
            }
            if !is_capital {
                return;
            }
        }
        for (number, skeleton) in roman::skeletons(&roman).iter().enumerate() {
            let weight = rarity.min(MOST) * if number == 0 { 1.0 } else { 0.8 };
            skeleton_key(skeleton, weight, bytes, add);
        }
    }
}

fn skeleton_key(
    skeleton: &[u8],
    weight: f32,
    bytes: (usize, usize),
    add: &mut impl FnMut(Channel, u32, f32, (usize, usize)),
) {
    if skeleton.len() < *SKELETON.start() {
        return;
    }
    let begin = &skeleton[..skeleton.len().min(*SKELETON.end())];
    add(Channel::Skeleton, hash('r', begin), weight.min(begin.len() as f32 * 2.0), bytes);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Katakana,
    Han,
    Thai,
    Other,
}

fn script(character: char) -> Script {
    match character {
        '\u{30a0}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' => Script::Katakana,
        '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Script::Han,
        '\u{e00}'..='\u{e7f}' => Script::Thai,
        _ => Script::Other,
    }
}

/// Names in scripts without spaces: a run of katakana is one, in Han and Thai any stretch may be.
fn unspaced(words: &[Word<'_>], add: &mut impl FnMut(Channel, u32, f32, (usize, usize))) {
    let mut at = 0;
    while at < words.len() {
        let kind = script(words[at].first);
        let goes_on = |pair: &[Word<'_>]| script(pair[1].first) == kind && pair[1].start == pair[0].end;
        let length = match kind {
            Script::Other => 1,
            _ => 1 + words[at..].windows(2).take_while(|pair| goes_on(pair)).count(),
        };
        let run = &words[at..at + length];
        match kind {
            Script::Katakana if length >= 3 => {
                let written: String = run.iter().map(|word| word.written).collect();
                for skeleton in roman::skeletons(&roman::romanised(&written)) {
                    skeleton_key(&skeleton, MOST, (run[0].start, run[length - 1].end), add);
                }
            }
            Script::Han => windows(run, 2..=4, add),
            Script::Thai => windows(run, 4..=9, add),
            _ => {}
        }
        at += length;
    }
}

/// Every stretch of so many characters whose skeleton is long enough.
fn windows(
    run: &[Word<'_>],
    lengths: RangeInclusive<usize>,
    add: &mut impl FnMut(Channel, u32, f32, (usize, usize)),
) {
    let skeleton = |word: &Word<'_>| roman::skeletons(&roman::romanised(word.written)).swap_remove(0);
    let mut classes: Vec<Skeleton> = Vec::with_capacity(run.len());
    for word in run {
        let known = word.written.chars().next().filter(|first| first.len_utf8() == word.written.len());
        classes.push(match known.and_then(han) {
            Some(skeleton) => skeleton,
            None => Skeleton::of(&skeleton(word)),
        });
    }
    let mut window: Vec<u8> = Vec::new();
    for start in 0..run.len() {
        // What begins after it has the same skeleton.
        if classes[start].classes().is_empty() {
            continue;
        }
        window.clear();
        for (before, more) in classes[start..].iter().take(*lengths.end()).enumerate() {
            let more = more.classes();
            window.extend(more);
            let is_new = !more.is_empty() && before + 1 >= *lengths.start();
            if is_new && SKELETON.contains(&window.len()) {
                let bytes = (run[start].start, run[start + before].end);
                add(Channel::Skeleton, hash('r', &window), 0.9 * window.len() as f32, bytes);
            }
        }
    }
}

/// The consonants of one character: how many, and which.
#[derive(Clone, Copy, Debug, Default)]
struct Skeleton(u8, [u8; 7]);

impl Skeleton {
    fn of(classes: &[u8]) -> Self {
        let mut skeleton = Self::default();
        let length = classes.len().min(skeleton.1.len());
        skeleton.0 = length as u8;
        skeleton.1[..length].copy_from_slice(&classes[..length]);
        skeleton
    }

    fn classes(&self) -> &[u8] {
        &self.1[..usize::from(self.0)]
    }
}

/// Of a character of Han, looked up: a page has two thousand of them.
fn han(character: char) -> Option<Skeleton> {
    const FIRST: u32 = 0x4e00;
    const LAST: u32 = 0x9fff;
    static TABLE: OnceLock<Vec<Skeleton>> = OnceLock::new();
    let read = |code: u32| {
        let character = char::from_u32(code).unwrap_or(' ');
        Skeleton::of(&roman::skeletons(&roman::romanised(character.encode_utf8(&mut [0; 4])))[0])
    };
    let at = (FIRST..=LAST).contains(&u32::from(character)).then(|| u32::from(character) - FIRST)?;
    TABLE.get_or_init(|| (FIRST..=LAST).map(read).collect()).get(at as usize).copied()
}
