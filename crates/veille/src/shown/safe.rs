//! Text of strangers made harmless for a terminal: what [`without_controls`] leaves, and nothing invisible in it.

use veille_text::control::without_controls;

/// One line of text: escape sequences, control characters and what turns the direction of writing are gone, line ends and
/// tabs are blanks.
pub fn line(text: &str) -> String {
    prose(text).replace(['\n', '\t', '\u{2028}', '\u{2029}'], " ")
}

/// The same of text with lines: their ends and tabs stay.
pub fn prose(text: &str) -> String {
    without_controls(text).chars().filter(|character| is_shown(*character)).collect()
}

/// Whether a character may stand on a terminal: nothing that takes no place and would shift a column.
fn is_shown(character: char) -> bool {
    match character {
        // Joiners (U+200C, U+200D) stay: Persian and Hindi are misspelt without them.
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => false,
        // Tags: invisible letters, which a person who copies the line passes on.
        '\u{e0000}'..='\u{e007f}' => false,
        _ => true,
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
                assert!(
                    once.chars().all(|c| is_shown(c) && (c == '\n' || c == '\t' || !c.is_control())),
                    "{control:?} {around:?}"
                );
                assert_eq!(prose(&once), once, "{control:?} {around:?}");
            }
        }
    }
}
