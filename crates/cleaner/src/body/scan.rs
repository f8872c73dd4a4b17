//! One pass over a block's text: counts, words, digest.
//!
//! A page's text is short beside its markup, but every character of it is asked much. ASCII, which most bytes are even in
//! Vietnamese, is counted in eight lanes of one number, a word at a time.

use veille_text::letter::{self, COMMA, JOINT, LETTER, MARK, NUMERIC, SEPARATOR, STOP, UNSPACED, UPPER};

use super::hash::{START, step};
use super::stats::Stats;

/// What was read of a text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Scan {
    pub stats: Stats,
    /// The same for texts whose letters and figures are the same, whatever stands between.
    pub digest: u64,
}

/// Reads a text and appends the hashes of its words, as [`super::hash::hash_words`] does.
pub(super) fn scan(text: &str, words: &mut Vec<u32>) -> Scan {
    let mut reader = Reader {
        stats: Stats::default(),
        lanes: 0,
        pending: 0,
        in_word: false,
        hash: START,
        digests: [DIGEST; 2],
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            let word = bytes[at..].iter().take(LANE_MAX).take_while(|byte| byte.is_ascii_alphanumeric());
            let end = at + word.count();
            reader.word(&bytes[at..end]);
            at = end;
        } else if byte.is_ascii() {
            at += 1;
            reader.mark(byte, words);
        } else {
            let character = text[at..].chars().next().unwrap_or_default();
            let end = at + character.len_utf8();
            reader.other(character, &bytes[at..end], words);
            at = end;
        }
    }
    if reader.hash != START {
        words.push(reader.hash);
    }
    reader.empty_lanes();
    reader.stats.first = text.chars().next().unwrap_or_default();
    reader.stats.last = text.chars().next_back().unwrap_or_default();
    let [ascii, others] = reader.digests;
    Scan { stats: reader.stats, digest: ascii ^ others.rotate_left(32).wrapping_mul(PRIME) }
}

/// FNV-1a, 64 bits.
const DIGEST: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

struct Reader {
    stats: Stats,
    /// Counts of the last characters, a byte each: see [`COUNTS`].
    lanes: u64,
    pending: u32,
    in_word: bool,
    hash: u32,
    /// Of ASCII letters and figures, and of everything that is not ASCII.
    digests: [u64; 2],
}

impl Reader {
    /// Takes letters and figures of ASCII, no more than a lane counts.
    #[inline]
    fn word(&mut self, word: &[u8]) {
        self.make_room(word.len());
        self.stats.words += u32::from(!self.in_word);
        self.stats.capitalised += u32::from(!self.in_word && word[0].is_ascii_uppercase());
        self.in_word = true;
        let (mut lanes, mut hash, mut digest) = (self.lanes, self.hash, self.digests[0]);
        for &byte in word {
            lanes += COUNTS[usize::from(byte & 0x7f)];
            // The bit that makes a letter a small one is set in figures already.
            hash = step(hash, byte | 0x20);
            digest = (digest ^ u64::from(byte)).wrapping_mul(PRIME);
        }
        (self.lanes, self.hash, self.digests[0]) = (lanes, hash, digest);
    }

    /// Takes any other character of ASCII.
    #[inline]
    fn mark(&mut self, byte: u8, words: &mut Vec<u32>) {
        self.make_room(1);
        self.lanes += COUNTS[usize::from(byte & 0x7f)];
        // `l'eau` and `bas-fond` are one word here, as they are to `Capitalised`; their hashes are of two.
        self.in_word &= matches!(byte, b'\'' | b'-');
        self.end_word(words);
    }

    /// Room for so many more characters: each lane is a byte, and one of them may be full.
    #[inline]
    fn make_room(&mut self, characters: usize) {
        if self.pending as usize + characters > LANE_MAX {
            self.empty_lanes();
        }
        self.pending += characters as u32;
    }

    fn other(&mut self, character: char, bytes: &[u8], words: &mut Vec<u32>) {
        for byte in bytes {
            self.digests[1] = (self.digests[1] ^ u64::from(*byte)).wrapping_mul(PRIME);
        }
        let letter = letter::letter(character);
        self.count(letter.class);
        if letter.is(UNSPACED) {
            self.end_word(words);
            // Chinese, Japanese and Thai have no spaces: each letter stands for a word in all comparisons.
            words.push(bytes.iter().copied().fold(START, step));
        } else if letter.is(LETTER | NUMERIC) {
            self.hash = letter.folded().iter().copied().fold(self.hash, step);
        } else if !letter.is(MARK) {
            self.end_word(words);
        }
    }

    fn end_word(&mut self, words: &mut Vec<u32>) {
        if self.hash != START {
            words.push(self.hash);
            self.hash = START;
        }
    }

    fn count(&mut self, class: letter::Class) {
        let is = |kind: letter::Class| class & kind != 0;
        let stats = &mut self.stats;
        stats.chars += 1;
        let sign = is(COMMA | STOP | SEPARATOR);
        stats.commas += u32::from(is(COMMA));
        stats.stops += u32::from(is(STOP));
        stats.separators += u32::from(is(SEPARATOR));
        if sign {
            self.in_word = false;
        } else if is(LETTER) {
            stats.letters += 1;
            stats.upper += u32::from(is(UPPER));
            stats.capitalised += u32::from(is(UPPER) && !self.in_word);
            stats.unspaced += u32::from(is(UNSPACED));
            stats.words += u32::from(is(UNSPACED) || !self.in_word);
            self.in_word = !is(UNSPACED);
        } else if is(NUMERIC) {
            stats.words += u32::from(!self.in_word);
            self.in_word = true;
        } else {
            // Combining marks carry no letters of their own and end no word: Devanagari's vowel signs, Arabic's harakat.
            self.in_word &= is(JOINT | MARK);
        }
    }

    fn empty_lanes(&mut self) {
        let lane = |at: u32| (self.lanes >> (8 * at)) as u32 & 0xff;
        let stats = &mut self.stats;
        stats.chars += self.pending;
        stats.letters += lane(0);
        stats.upper += lane(1);
        stats.digits += lane(2);
        stats.commas += lane(3);
        stats.stops += lane(4);
        stats.separators += lane(5);
        (self.lanes, self.pending) = (0, 0);
    }
}

/// What a lane counts up to.
const LANE_MAX: usize = 255;

/// What an ASCII character adds to the lanes: letters, upper case, digits, commas, stops, separators, a byte each, from
/// the lowest.
static COUNTS: [u64; 128] = {
    let mut table = [0; 128];
    let mut at = 0;
    while at < 128 {
        table[at] = match at as u8 {
            b'a'..=b'z' => 1,
            b'A'..=b'Z' => 1 | 1 << 8,
            b'0'..=b'9' => 1 << 16,
            b',' | b';' => 1 << 24,
            b'.' | b'!' | b'?' => 1 << 32,
            b'|' | b'/' => 1 << 40,
            _ => 0,
        };
        at += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::super::hash::hash_words;
    use super::*;

    #[test]
    fn words_are_counted_in_every_script() {
        let check = |text: &str, words: u32, commas: u32, stops: u32| {
            let stats = scan(text, &mut Vec::new()).stats;
            assert_eq!((stats.words, stats.commas, stats.stops), (words, commas, stops), "{text}");
        };
        check("L’été, à Hanoï.", 3, 1, 1);
        check("河内，十月。", 4, 1, 1);
        check("صباح الخير، كيف حالك؟", 4, 1, 1);
        check("हिन्दी में।", 2, 0, 1);
        check("1 234,5 %", 3, 1, 0);
        check(&"mot, ".repeat(300), 300, 300, 0);
        check(&"m".repeat(700), 1, 0, 0);
        check(&format!("{}.{}", ",".repeat(254), "m".repeat(300)), 1, 254, 1);
    }

    #[test]
    fn one_pass_finds_the_words_that_two_would() {
        for text in ["L’Été à Hanoï!", "河内 e\u{301}te", "", "a1-B2 'x' ไทย๑", "한글 ß"] {
            let (mut once, mut apart) = (Vec::new(), Vec::new());
            scan(text, &mut once);
            hash_words(text, &mut apart);
            assert_eq!(once, apart, "{text}");
        }
    }

    #[test]
    fn texts_that_say_the_same_have_one_digest() {
        let digest = |text: &str| scan(text, &mut Vec::new()).digest;
        assert_eq!(digest("Photo: Lan Anh"), digest("Photo Lan-Anh"));
        assert_ne!(digest("Lan Anh"), digest("Lan An"));
        assert_ne!(digest("河"), digest("内"));
    }
}
