//! Text as the models see it: letters folded to numbers, everything else a gap.
//!
//! URLs, mail addresses, handles, digits and invisible marks are not language: `Source : https://nhandan.vn/chia-se-…`
//! is two letters of nothing and one word of French. They are left out here, so that no model ever sees them.

use std::sync::LazyLock;

use super::script::Script;

/// Stands between words. Streams begin and end with one, and never hold two in a row.
pub const GAP: u8 = 0;
/// An apostrophe inside or after a word: `l'eau`, `o‘zbek`. It ends a word but not an n-gram.
pub const APOSTROPHE: u8 = 1;

/// Symbols of the letters a-z are 2-27; those of `latin.txt` follow.
const LATIN_A: u8 = 2;
const LATIN_FILE: usize = 28;
/// A letter outside of the tables.
const UNKNOWN: u8 = 255;

/// How many letters of each script a text holds.
pub type Counts = [u32; Script::ALL.len()];

const LATIN: &str = include_str!("../data/latin.txt");

/// Classes of code points below this stand in a table.
const TABLE_END: usize = 0x2000;

static TABLE: LazyLock<Vec<Class>> =
    LazyLock::new(|| (0..TABLE_END as u32).map(|c| char::from_u32(c).map_or(Class::GAP, classify)).collect());

/// What a code point is to a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Class {
    script: Script,
    symbol: u8,
}

impl Class {
    const GAP: Self = Self { script: Script::None, symbol: GAP };
    const APOSTROPHE: Self = Self { script: Script::None, symbol: APOSTROPHE };
    /// Passed over as though it were not there.
    const INVISIBLE: Self = Self { script: Script::None, symbol: UNKNOWN };
}

/// The letters of a Latin alphabet beyond a-z: each with what remains without its accents.
pub fn latin_letters() -> impl Iterator<Item = (char, &'static str)> {
    LATIN.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (letter, plain) = line.split_once(' ')?;
        Some((letter.chars().next()?, plain))
    })
}

/// Reads a text into a stream of symbols and counts its letters by script.
///
/// With `only`, letters of other scripts are gaps. Letters of scripts without a model are counted but are gaps too.
pub fn read_symbols(text: &str, only: Option<Script>, stream: &mut Vec<u8>) -> Counts {
    stream.clear();
    stream.reserve(text.len() + 2);
    stream.push(GAP);
    let mut reader = Reader {
        table: &TABLE,
        only,
        stream,
        counts: [0; Script::ALL.len()],
        run: (Script::None, 0),
        token: (0, 0),
        no_host_until: 0,
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphabetic() {
            // A word at once, no table, no classes: most letters of most texts.
            let word = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            reader.word(&bytes[at..at + word]);
            at += word;
        } else if byte.is_ascii() {
            at = reader.ascii(text, at, byte);
        } else {
            let letter = text[at..].chars().next().unwrap_or_default();
            reader.other(at, letter);
            at += letter.len_utf8();
        }
    }
    reader.finish()
}

/// The letters that the symbols of a text stand for, in lower case.
pub fn names(text: &str, script: Script) -> [Option<char>; 256] {
    let mut names = [None; 256];
    for letter in text.chars() {
        let class = class(letter);
        if class.script == script {
            names[usize::from(class.symbol)].get_or_insert(lower(letter));
        }
    }
    names
}

struct Reader<'a> {
    table: &'a [Class],
    only: Option<Script>,
    stream: &'a mut Vec<u8>,
    counts: Counts,
    /// The script of the last letters and how many they are; `counts` learns of them when the script changes.
    run: (Script, u32),
    /// Where the token in hand begins: in the text, and in the stream.
    token: (usize, usize),
    /// Up to where no dot is of a host.
    no_host_until: usize,
}

impl Reader<'_> {
    /// Takes an ASCII character that is no letter; answers where to read on.
    #[inline]
    fn ascii(&mut self, text: &str, at: usize, character: u8) -> usize {
        match character {
            b' ' | b'\t' | b'\n' | b'\r' => {
                self.gap();
                self.token = (at + 1, self.stream.len());
            }
            b'\'' | b'`' => self.apostrophe(),
            // Only these three turn what was read as a word into an address; what was taken of it is given back.
            b'@' | b':' | b'.' => {
                if let Some(end) = address_end(text, self.token.0, at, &mut self.no_host_until) {
                    self.forget(&text[self.token.0..at]);
                    // `"a.example"/"b.example"` has no blank: what was forgotten once must not be forgotten again.
                    self.token = (end, self.stream.len());
                    return end;
                }
                self.gap();
            }
            _ => self.gap(),
        }
        at + 1
    }

    fn other(&mut self, at: usize, letter: char) {
        let class = self.table.get(letter as usize).copied().unwrap_or_else(|| classify(letter));
        match class {
            Class { script, symbol } if script != Script::None => self.letter(script, symbol),
            Class::INVISIBLE => {}
            Class::APOSTROPHE => self.apostrophe(),
            _ => self.gap(),
        }
        if letter >= '\u{2000}' {
            // Chinese knows no spaces: an address begins after the last character.
            self.token = (at + letter.len_utf8(), self.stream.len());
        }
    }

    /// Takes letters of ASCII.
    #[inline]
    fn word(&mut self, letters: &[u8]) {
        self.run_of(Script::Latin, letters.len() as u32);
        if self.only.is_none_or(|only| only == Script::Latin) {
            self.stream.extend(letters.iter().map(|letter| (letter | 0x20) - b'a' + LATIN_A));
        } else {
            self.gap();
        }
    }

    #[inline]
    fn run_of(&mut self, script: Script, letters: u32) {
        if self.run.0 != script {
            self.count();
            self.run.0 = script;
        }
        self.run.1 += letters;
    }

    #[inline]
    fn letter(&mut self, script: Script, symbol: u8) {
        self.run_of(script, 1);
        // An English name in a Russian headline must not weigh for Russian: with `only` it is a gap.
        if symbol != GAP && self.only.is_none_or(|only| only == script) {
            self.stream.push(symbol);
        } else {
            self.gap();
        }
    }

    #[inline]
    fn gap(&mut self) {
        if self.stream.last() != Some(&GAP) {
            self.stream.push(GAP);
        }
    }

    fn apostrophe(&mut self) {
        // Behind a gap it opens a quotation, `'no'`; only behind a letter does it elide.
        if self.stream.last().is_some_and(|last| *last > APOSTROPHE) {
            self.stream.push(APOSTROPHE);
        }
    }

    fn count(&mut self) {
        self.counts[self.run.0 as usize] += self.run.1;
        self.run.1 = 0;
    }

    fn finish(mut self) -> Counts {
        self.gap();
        self.count();
        self.counts[Script::None as usize] = 0;
        self.counts
    }

    /// Takes the token in hand back.
    fn forget(&mut self, token: &str) {
        self.count();
        self.stream.truncate(self.token.1);
        for letter in token.chars() {
            let script = class(letter).script;
            if script != Script::None {
                self.counts[script as usize] -= 1;
            }
        }
    }
}

/// Where the address ends that the token beginning at `start` turns out to be at the byte `at`, if it is one.
fn address_end(text: &str, start: usize, at: usize, no_host_until: &mut usize) -> Option<usize> {
    let rest = &text[at..];
    let is_address = match rest.as_bytes()[0] {
        b'@' => true,
        b':' => rest.starts_with("://"),
        _ if at < *no_host_until => false,
        _ => {
            let mut no_host = 0;
            let is_host = is_host(&text[start..at], rest, &mut no_host);
            *no_host_until = at + no_host;
            is_host
        }
    };
    if !is_address {
        return None;
    }
    let ends = |c: char| c.is_whitespace() || c >= '\u{2000}' || matches!(c, '<' | '>' | '"' | '«' | '»');
    Some(rest.find(ends).map_or(text.len(), |length| at + length))
}

/// Whether `before` and `rest`, which begins with a dot, make a host name: `nhandan.vn/a`, but not `fini.Le`. What ends as no host
/// does is none from any of its dots on: `no_host` is how many bytes of `rest` need not be looked at again, or a table that was
/// flattened to `1.1.1.1.…` would be looked through once for each.
fn is_host(before: &str, rest: &str, no_host: &mut usize) -> bool {
    if !before.bytes().last().is_some_and(|c| c.is_ascii_alphanumeric()) {
        return false;
    }
    let is_of_host = |c: &u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'.');
    let host_end = rest.bytes().take_while(is_of_host).count();
    let host = rest[..host_end].trim_end_matches('.');
    let Some((_, last)) = host.rsplit_once('.') else { return false };
    // A top-level domain in small letters: `fini.Le` and `10.30` are the ends of sentences and times.
    let is_host = (2..=10).contains(&last.len()) && last.bytes().all(|c| c.is_ascii_lowercase());
    *no_host = if is_host { 0 } else { host.len() };
    is_host
}

#[inline]
fn class(letter: char) -> Class {
    TABLE.get(letter as usize).copied().unwrap_or_else(|| classify(letter))
}

fn classify(letter: char) -> Class {
    let script = Script::of(letter);
    let code = letter as u32;
    match script {
        Script::None if is_apostrophe(letter) => Class::APOSTROPHE,
        // ʻ and ʼ are letters to Unicode, and apostrophes to whoever types Uzbek or Ukrainian.
        _ if is_apostrophe(letter) => Class::APOSTROPHE,
        _ if is_invisible(letter) => Class::INVISIBLE,
        Script::None => Class::GAP,
        Script::Latin => Class { script, symbol: latin(letter) },
        Script::Cyrillic => {
            let lower = lower(letter) as u32;
            // From 0x402 on, the low byte of a small letter is never a gap's or an apostrophe's.
            let symbol = if (0x402..0x500).contains(&lower) { (lower & 0xff) as u8 } else { UNKNOWN };
            Class { script, symbol }
        }
        Script::Arabic | Script::Devanagari | Script::Bengali | Script::Ethiopic | Script::Hebrew => {
            // The low byte is the symbol: the main block of each has 256 code points, rare extensions share.
            Class { script, symbol: ((code & 0xff) as u8).max(APOSTROPHE + 1) }
        }
        // No model: counted, so that the script is known, and nothing else.
        _ => Class { script, symbol: GAP },
    }
}

/// Apostrophes as typed and as typeset, and the letters that stand for them in Uzbek, Hawaiian and Ukrainian.
fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '`' | '´' | 'ʻ' | 'ʼ' | 'ʹ' | 'ʾ' | 'ʿ' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '＇'
    )
}

/// Soft hyphens, joiners, direction marks, and combining marks of scripts that have composed letters.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{610}'..='\u{61a}' | '\u{640}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn lower(letter: char) -> char {
    let mut lower = letter.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        // `İ` becomes `i` and a combining dot.
        (Some(first), Some(_)) => first,
        _ => letter,
    }
}

fn latin(letter: char) -> u8 {
    let letter = match letter as u32 {
        // Full-width Latin, as Japanese and Chinese pages set abbreviations.
        full @ (0xff21..=0xff3a | 0xff41..=0xff5a) => char::from_u32(full - 0xfee0).unwrap_or(letter),
        _ => letter,
    };
    let letter = lower(letter);
    if letter.is_ascii_lowercase() {
        return letter as u8 - b'a' + LATIN_A;
    }
    latin_letters().position(|(known, _)| known == letter).map_or(UNKNOWN, |place| (place + LATIN_FILE) as u8)
}
