//! Names of East Asia in Latin letters whose last part is small behind a hyphen: *Ban Ki-moon*, *Park Geun-hye*, *Tsai Ing-wen*.

use veille_text::frequency::{is_common, of_word};

use crate::lists::{Lists, PLACE};
use crate::words::Words;

/// So many words has such a name.
pub(super) const WORDS: usize = 3;
/// No part has more letters.
const LETTERS_MAX: usize = 6;
/// A word that so many articles have opens a sentence and no name: *The*, *Le*.
const EVERYWHERE: f32 = 0.3;

/// Whether such a name begins here: two parts with capitals and a small one, each a syllable. *Hong Kong-run* and *Win-win* are none:
/// a place, two ordinary words.
pub(super) fn begins(words: &Words<'_>, at: usize) -> bool {
    let (given, last) = (at + 1, at + 2);
    if !(words.is_small(last) && words.is_capital(given) && words.is_capital(at)) {
        return false;
    }
    let joined = matches!(words.gap_before(given), " " | "\u{a0}")
        && matches!(words.gap_before(last), "-" | "‑" | "‐")
        && !words.starts_sentence(given);
    let part = |at: usize| {
        words.written(at).is_ascii() && !words.is_acronym(at) && is_syllable(words.folded(at).as_bytes())
    };
    let place = |at: usize| Lists::get().phrase(words, at, false).class & PLACE != 0;
    joined
        && (at..at + WORDS).all(part)
        && !(is_common(words.folded(given)) && is_common(words.folded(last)))
        && !(words.starts_sentence(at) && of_word(words.folded(at)) > EVERYWHERE)
        && !place(at)
        && !place(given)
}

/// Whether a word is one syllable as Korean and Chinese are romanised: *Geun*, *hye*, *Tsai*, and neither *based* nor *era*.
fn is_syllable(letters: &[u8]) -> bool {
    let vowel = |letter: &u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'w');
    let begun = letters.iter().take_while(|letter| !vowel(letter)).count();
    let (initial, rest) = letters.split_at(begun);
    let vowels = rest.iter().take_while(|letter| vowel(letter)).count();
    let initial = matches!(initial, [] | [_] | [b'c' | b'g' | b'k' | b'p' | b'r' | b's' | b't' | b'z', b'h'])
        || matches!(initial, b"hs" | b"ts" | b"tz" | b"ss" | b"kk");
    let end = matches!(
        &rest[vowels..],
        b"" | b"b" | b"ck" | b"g" | b"h" | b"hn" | b"k" | b"l" | b"m" | b"n" | b"ng" | b"p" | b"rk" | b"t"
    );
    (2..=LETTERS_MAX).contains(&letters.len()) && initial && vowels > 0 && end
}
