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
    let mut unclosed = usize::MAX;
    while let Some(character) = rest.chars().next() {
        let length = sequence(rest, &mut unclosed).unwrap_or_else(|| {
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

/// Bytes of the escape sequence that a text opens with (ECMA-48): a control sequence, or a string up to its end. `unclosed` is
/// how many bytes are left where a line ends on which no string ends any more.
fn sequence(text: &str, unclosed: &mut usize) -> Option<usize> {
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
        ']' | 'P' | 'X' | '^' | '_' if opened => string(inside, unclosed)?,
        '\u{90}' | '\u{9d}' => string(inside, unclosed)?,
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
fn string(text: &str, unclosed: &mut usize) -> Option<usize> {
    // A title of a million introducers would otherwise look a million times for an end that is not there.
    if text.len() > *unclosed {
        return None;
    }
    let ends = |c: char| matches!(c, '\n' | '\u{7}' | '\u{9c}' | '\u{1b}');
    let mut at = 0;
    while let Some(found) = text[at..].find(ends) {
        at += found;
        match &text.as_bytes()[at..] {
            [b'\n', ..] => break,
            [b'\x1b', b'\\', ..] => return Some(at + 2),
            [b'\x1b', ..] => at += 1,
            [b'\x07', ..] => return Some(at + 1),
            _ => return Some(at + '\u{9c}'.len_utf8()),
        }
    }
    *unclosed = if text[at..].starts_with('\n') { text.len() - at } else { 0 };
    None
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
        check("a\u{9d}b\u{1b}]c\nd\u{1b}]e\u{1b}[\u{1b}\\f", "ab]c\ndf");
        check(
            "Hà Nội, اتفاقية هانوي, می\u{200c}خواهم, \u{200b}",
            "Hà Nội, اتفاقية هانوي, می\u{200c}خواهم, \u{200b}",
        );
    }

    #[test]
    fn strings_without_an_end_are_looked_through_once() {
        let began = std::time::Instant::now();
        assert_eq!(without_controls(&"\u{1b}]".repeat(1_000_000)).len(), 1_000_000);
        assert_eq!(without_controls(&"\u{9d}a\u{7}".repeat(1_000_000)), "");
        assert!(began.elapsed().as_secs() < 20);
    }
}
