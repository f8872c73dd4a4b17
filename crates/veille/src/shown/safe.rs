//! Text of strangers made harmless for a terminal (ANSI escape injection, Trojan Source).
//!
//! A feed's title may hold `ESC ]8;;https://phish.example BEL sign the convention`, a link that a terminal follows, or
//! U+202E, after which it prints backwards. What is stored keeps them; what is shown does not.

/// One line of text: escape sequences, control characters and what turns the direction of writing are gone, line ends and
/// tabs are blanks.
pub fn line(text: &str) -> String {
    prose(text).replace(['\n', '\t', '\u{2028}', '\u{2029}'], " ")
}

/// The same of text with lines: their ends and tabs stay.
pub fn prose(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let length = match sequence(rest) {
            Some(length) => length,
            None => {
                if is_shown(character) {
                    safe.push(character);
                }
                character.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    safe
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

/// Whether a character may stand on a terminal: no control (C0, C1), nothing that turns the direction of writing, nothing
/// that takes no place and would shift a column.
fn is_shown(character: char) -> bool {
    match character {
        '\n' | '\t' => true,
        // Joiners (U+200C, U+200D) stay: Persian and Hindi are misspelt without them.
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => false,
        // Embeddings, overrides and isolates of the bidirectional algorithm (UAX 9). The plain marks
        // U+200E and U+200F move nothing far.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        // Tags: invisible letters, which a person who copies the line passes on.
        '\u{e0000}'..='\u{e007f}' => false,
        other => !other.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_page_wrote_moves_a_terminal() {
        let check = |text: &str, expected: &str| assert_eq!(line(text), expected, "{text:?}");
        check(
            "Sixty states \u{1b}]8;;https://phish.example\u{7}sign\u{1b}]8;;\u{7} it",
            "Sixty states sign it",
        );
        check("\u{1b}[2J\u{1b}[31mRed words\u{1b}[0m", "Red words");
        check("\u{9b}31mC1 control\u{9b}0m and \u{202e}override", "C1 control and override");
        check("\u{1b}P1$r\u{1b}\\x\u{1b}_a\u{1b}\\y", "xy");
        check("\u{1b}]0;a title without an end", "]0;a title without an end");
        check("\u{1b}[31", "[31");
        check("a\rb\u{8}c\0d\u{7f}e\u{85}f", "abcdef");
        check("one\ntwo\tthree", "one two three");
        check("Hà Nội, اتفاقية هانوي, 河内公约", "Hà Nội, اتفاقية هانوي, 河内公约");
        check("\u{2067}x\u{2069}\u{e0041}y", "xy");
    }

    #[test]
    fn whatever_stands_around_a_control_no_control_is_left() {
        let controls = (0..0xa0).chain(0x2028..0x206a).chain([0xfeff, 0xe0041]).filter_map(char::from_u32);
        for control in controls {
            for around in ["[31m", "]8;;x\u{7}", "P\u{1b}\\", "\u{1b}[", "é\u{9c}", ""] {
                let once = prose(&format!("{control}{around}{control}"));
                assert!(once.chars().all(is_shown), "{control:?} {around:?}");
                assert_eq!(prose(&once), once, "{control:?} {around:?}");
            }
        }
    }
}
