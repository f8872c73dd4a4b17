//! Text of strangers without what moves a terminal or turns the direction of writing (ANSI escape injection, Trojan Source).
//!
//! A feed's title may hold `ESC ]8;;https://phish.example BEL sign the convention`, a link that a terminal follows, or
//! U+202E, after which everything is printed backwards. No newsroom means either.

use std::borrow::Cow;

/// The text without escape sequences, control characters (line ends and tabs stay) and embeddings, overrides and isolates of
/// the bidirectional algorithm.
///
/// Joiners (U+200C, U+200D) and U+200B stay: Persian and Khmer are misspelt without them.
pub fn without_controls(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_text) {
        return Cow::Borrowed(text);
    }
    let mut inert = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let length = sequence(rest).unwrap_or_else(|| {
            if is_text(character) {
                inert.push(character);
            }
            character.len_utf8()
        });
        rest = &rest[length..];
    }
    Cow::Owned(inert)
}

fn is_text(character: char) -> bool {
    match character {
        '\n' | '\t' => true,
        // The plain marks U+200E and U+200F move nothing far (UAX 9).
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        other => !other.is_control(),
    }
}

/// Bytes of the escape sequence that a text opens with (ECMA-48): a control sequence, or a string up to its end.
fn sequence(text: &str) -> Option<usize> {
    let (body, opened) = match text.chars().next()? {
        '\u{1b}' => (&text[1..], true),
        // The same introducers as one character of C1, which terminals obey as well.
        '\u{90}' | '\u{9b}' | '\u{9d}' => (text, false),
        _ => return None,
    };
    let kind = body.chars().next()?;
    let inside = &body[kind.len_utf8()..];
    let length = match kind {
        '[' if opened => control_sequence(inside)?,
        '\u{9b}' => control_sequence(inside)?,
        ']' | 'P' | 'X' | '^' | '_' if opened => string(inside)?,
        '\u{90}' | '\u{9d}' => string(inside)?,
        _ => return None,
    };
    Some(text.len() - inside.len() + length)
}

/// `31m`: parameters, then the letter that ends it.
fn control_sequence(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !(' '..='?').contains(&c))?;
    text[end..].starts_with(|c: char| ('@'..='~').contains(&c)).then_some(end + 1)
}

/// `8;;https://phish.example` and its terminator, on the same line: one without an end would take the rest along.
fn string(text: &str) -> Option<usize> {
    let line = text.split('\n').next()?;
    ["\u{7}", "\u{9c}", "\u{1b}\\"].iter().filter_map(|end| Some(line.find(end)? + end.len())).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_stranger_wrote_moves_a_terminal() {
        let check = |text: &str, expected: &str| assert_eq!(without_controls(text), expected, "{text:?}");
        check("Sixty \u{1b}]8;;https://phish.example\u{7}sign\u{1b}]8;;\u{7} it", "Sixty sign it");
        check("\u{1b}[2J\u{1b}[31mRed\u{1b}[0m\0", "Red");
        check("\u{9b}31mC1\u{9b}0m and \u{202e}override", "C1 and override");
        check("one\r\ntwo\tthree", "one\ntwo\tthree");
        check(
            "Hà Nội, اتفاقية هانوي, می\u{200c}خواهم, \u{200b}",
            "Hà Nội, اتفاقية هانوي, می\u{200c}خواهم, \u{200b}",
        );
    }
}
