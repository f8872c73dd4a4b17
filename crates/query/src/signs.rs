//! Signs that belong to a name: the pluses of *C++*, the hash of *#MeToo*, the ampersand of *AT&T*.
//!
//! Words are letters and digits, and everything else separates. A term that has one of these signs asks for it too, at its
//! place beside the words; blanks between do not count.

use veille_text::Document;

use crate::ast::Words;

/// A sign that is asked for where it is written, in its usual width.
pub(crate) fn sign(character: char) -> Option<char> {
    match character {
        '+' | '＋' => Some('+'),
        '#' | '＃' => Some('#'),
        '&' | '＆' => Some('&'),
        '@' | '＠' => Some('@'),
        '$' | '＄' => Some('$'),
        '%' | '％' | '٪' => Some('%'),
        '£' | '￡' => Some('£'),
        '¥' | '￥' => Some('¥'),
        '€' | '§' => Some(character),
        _ => None,
    }
}

/// Whether the signs of a term stand beside these positions of its words.
pub(crate) fn stand(words: &Words, document: &Document, start: u32, end: u32) -> bool {
    words.signs.iter().all(|(before, wanted)| match *before {
        0 => here(document.before(start)).ends_with(wanted.as_str()),
        // A compound that is read as one word ends where its last part does.
        at if at == words.elements.len() => here(document.after(end - 1)).starts_with(wanted.as_str()),
        at => here(document.before(start + at as u32)) == *wanted,
    })
}

/// The signs of what lies between two words.
fn here(between: &str) -> String {
    between.chars().filter_map(sign).collect()
}
