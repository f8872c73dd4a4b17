//! Lines that say a moment: what stands above a comment, in any language (timestamps).

/// Whether a short line says a day as comments and news in brief have it above them: `~olek [2012-01-01 01:08]`. A time alone
/// is none: transcripts have one at each paragraph, `Donald Trump: (00:12)`.
pub(super) fn is_stamp(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let day = |at: usize| {
        digit(at)
            && matches!(bytes.get(at + 1), Some(b'.' | b'/' | b'-'))
            && digit(at + 2)
            && (matches!(bytes.get(at + 3), Some(b'.' | b'/' | b'-')) && digit(at + 4)
                || digit(at + 3) && matches!(bytes.get(at + 4), Some(b'.' | b'/' | b'-')) && digit(at + 5))
    };
    (0..bytes.len()).any(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_known_in_any_language() {
        let check = |line: &str, expected: bool| assert_eq!(is_stamp(line), expected, "{line}");
        check("~olek [2012-01-01 01:08]", true);
        check("re: 2004-12-27", true);
        check("Петр, 6.1.2012", true);
        check("27/12/04", true);
        check("Donald Trump: (00:12)", false);
        check("Il a gagné 3-1.", false);
        check("Chapitre 12", false);
        check("1,234.5", false);
    }
}
