//! People out of bylines: `By A and B, Politics Editor | Reuters` is A and B, and an agency apart.

mod houses;
mod lines;
mod person;
mod segments;
mod signed;
mod uncased;
mod words;

pub(crate) use self::houses::Houses;
pub(crate) use self::lines::{
    behind_credit_word, read_bracketed, read_closing, read_dated_line, read_house, read_labelled, read_line,
    read_names, read_opening, read_placed, read_signature,
};
pub(crate) use self::person::{
    is_account, is_cased_or_short, is_name, is_nickname, is_phrase, is_short_name,
};
use self::segments::names_in;
pub(crate) use self::signed::Signed;
pub(crate) use self::uncased::is_long_japanese_name;
use self::words::WORDS;

/// Reads a field or an element that is known to hold a byline.
pub(crate) fn read(text: &str, houses: &Houses) -> Signed {
    names_in(text, houses, false)
}

/// Reads an element that may hold a byline beside other things: names must be written as names.
pub(crate) fn read_shown(text: &str, houses: &Houses) -> Signed {
    if text.ends_with(['—', '–', '-']) {
        // A dateline: `AUBURN, Wash. —`.
        return Signed::default();
    }
    names_in(text, houses, true)
}

/// Whether a text is the address of the house and nothing else: `katholisch.at`.
pub(crate) fn is_own_address(text: &str, houses: &Houses) -> bool {
    text.contains('.')
        && !text.contains(char::is_whitespace)
        && houses.is_own(text.trim_start_matches("www."))
}

/// Whether the label of a field says that it names the author: `Written by`, `Escrito por`.
pub(crate) fn labels_author(label: &str) -> bool {
    let label = label.to_lowercase();
    WORDS.cards.iter().any(|author| label.contains(author))
}

/// Whether a folder of an address is one in which sites keep what they have of their authors.
pub(crate) fn is_author_folder(folder: &str) -> bool {
    WORDS.folders.contains(folder)
}

/// Whether a line opens with the words for who did something else than write: `Photos: Ann Lee`.
pub(crate) fn names_others(line: &str) -> bool {
    let whole_word = |rest: &'_ str| (!rest.starts_with(char::is_alphanumeric)).then_some(());
    WORDS.apart.strip(line, whole_word).is_some()
}

/// Whether a text opens with the words of a byline.
pub(crate) fn opens_byline(text: &str) -> bool {
    opening(text).is_some()
}

/// Whether a line is only the word that opens a byline; the names follow on the next.
pub(crate) fn is_opening(line: &str) -> bool {
    let whole = |rest: &str| rest.trim_matches([' ', ':']).is_empty().then_some(());
    WORDS.before.strip(line, whole).or_else(|| WORDS.marked.strip(line, whole)).is_some()
}

/// The rest after the words that open a byline.
fn opening(line: &str) -> Option<&str> {
    let marked = |rest: &'_ str| -> Option<usize> {
        let after = rest.trim_start().strip_prefix([':', '：', '/', '／'])?.trim_start();
        Some(after.len())
    };
    let spaced = |rest: &'_ str| -> Option<usize> {
        Some(rest.strip_prefix([' ', '\u{a0}', '\u{3000}'])?.trim_start().len())
    };
    let words = &*WORDS;
    // With a colon any of the words; with a mere space only those that open bylines and no sentences.
    // `ByAlex Ortiz`, `ParClaire Martin`: the markup has them apart. A small letter goes on with the word: `Byron`.
    let glued = |rest: &'_ str| -> Option<usize> {
        let is_name = rest.chars().nth(1).is_some_and(|c| c.is_lowercase() || c == '.');
        let opening = &line[..line.len() - rest.len()];
        let is_capitalised =
            opening.starts_with(char::is_uppercase) && !opening.chars().skip(1).any(char::is_uppercase);
        (rest.starts_with(char::is_uppercase) && is_name && is_capitalised && rest.contains(' '))
            .then_some(rest.len())
    };
    let rest = words
        .marked
        .strip(line, marked)
        .or_else(|| words.before.strip(line, marked))
        .or_else(|| words.before.strip(line, spaced))
        .or_else(|| words.glued.strip(line, glued))?;
    Some(&line[line.len() - rest..])
}

#[cfg(test)]
mod tests;
