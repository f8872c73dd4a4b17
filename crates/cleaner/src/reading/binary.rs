//! Captures that are neither a page nor text, whatever their label says: documents, pictures, bytes at random.

use std::sync::LazyLock;

use veille_text::charset::opens_with_mark;

/// How much of a capture is looked at.
const SAMPLE_BYTES: usize = 2048;
/// Text has no control characters but white space and the escape of ISO-2022-JP; one byte in so many is an accident.
const BYTES_PER_CONTROL: usize = 50;

static OPENINGS: LazyLock<Vec<(Vec<u8>, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("../../data/binary.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(opening).collect()
});

fn opening(line: &'static str) -> Option<(Vec<u8>, &'static str)> {
    let (bytes, name) = line.split_once(": ")?;
    // A line that is no list of bytes is left out; a test counts that none is.
    let bytes = bytes.split(' ').map(|byte| u8::from_str_radix(byte, 16).ok());
    Some((bytes.collect::<Option<_>>()?, name))
}

/// What a capture is instead of a page or text. Bytes that are labelled as of a charset not made of ASCII (`wide`) are
/// for who decodes them.
pub(crate) fn name(body: &[u8], wide: bool) -> Option<&'static str> {
    if let Some((_, name)) = OPENINGS.iter().find(|(opening, _)| body.starts_with(opening)) {
        return Some(name);
    }
    // In UTF-16 every second byte is a zero where the text is Latin: its decoder is to judge.
    if wide || opens_with_mark(body) {
        return None;
    }
    let sample = &body[..body.len().min(SAMPLE_BYTES)];
    let controls = sample.iter().filter(|byte| is_control(**byte)).count();
    (controls * BYTES_PER_CONTROL > sample.len() + BYTES_PER_CONTROL)
        .then_some("control characters without number")
}

/// ASCII's controls but for white space and the escape. Comparisons alone: sixteen bytes are asked at once.
fn is_control(byte: u8) -> bool {
    (byte < b' ') & (byte.wrapping_sub(b'\t') > b'\r' - b'\t') & (byte != 0x1b) | (byte == 0x7f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_known_by_its_bytes() {
        let check = |body: &[u8], expected: Option<&str>| assert_eq!(name(body, false), expected, "{body:?}");
        check(b"%PDF-1.7\n%\xe2\xe3", Some("a PDF document"));
        check(b"\xff\xd8\xff\xe0\0\x10JFIF", Some("a JPEG picture"));
        check(&[0; 100], Some("control characters without number"));
        check(b"<p>Un mot\0 et un autre", None);
        check(b"\x1b$B%K\x1b(B \x1b$B%K\x1b(B", None);
        check(b"\xff\xfe<\0p\0>\0", None);
        check("Hà Nội".as_bytes(), None);
        check(b"", None);
        assert_eq!(name(b"<\0p\0>\0a\0b\0c\0d\0e\0f\0g\0h\0", true), None);
    }

    #[test]
    fn white_space_and_the_escape_are_no_controls() {
        for byte in 0..=255u8 {
            assert_eq!(
                is_control(byte),
                byte.is_ascii_control() && !b"\t\n\x0b\x0c\r\x1b".contains(&byte),
                "{byte}"
            );
        }
    }

    #[test]
    fn every_line_of_the_file_is_read() {
        let lines = include_str!("../../data/binary.txt").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count(), OPENINGS.len());
    }
}
