//! Signs that belong to a name: the pluses of *C++*, the hash of *#MeToo*, the ampersand of *AT&T*.
//!
//! Words are letters and digits, and everything else separates. A term that has one of these signs asks for it too, at its
//! place beside the words; blanks between do not count, and nothing else may stand there: *vitamin C. #MeToo* has no `C#`.

use veille_text::Document;
use veille_text::fold::is_format;

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
        0 => are_next(wanted.chars().rev(), document.before(start).chars().rev()).is_some(),
        // A compound that is read as one word ends where its last part does.
        at if at == words.elements.len() => {
            are_next(wanted.chars(), document.after(end - 1).chars()).is_some()
        }
        at => {
            let rest = are_next(wanted.chars(), document.before(start + at as u32).chars());
            rest.is_some_and(|mut rest| rest.all(is_blank))
        }
    })
}

/// What lies behind these signs, where they come next.
fn are_next<R: Iterator<Item = char>>(mut wanted: impl Iterator<Item = char>, mut rest: R) -> Option<R> {
    wanted.all(|wanted| rest.find(|here| !is_blank(*here)).and_then(sign) == Some(wanted)).then_some(rest)
}

/// A blank within a line, or what cannot be seen.
fn is_blank(character: char) -> bool {
    (character.is_whitespace() && character != '\n') || is_format(character)
}
