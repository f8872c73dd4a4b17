//! Offsets from Greenwich as they are written after a time: the one list of time zones.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::FixedOffset;

/// A zone's name means minutes east of Greenwich.
#[derive(Clone, Copy)]
struct Named {
    east: i32,
    /// It is a word of some language too: `à 10h30 est née` is not in New York.
    capitals: bool,
}

/// Names that mean one offset only.
static NAMES: LazyLock<HashMap<&'static str, Named>> = LazyLock::new(|| {
    let lines = include_str!("../../data/zones.txt").lines().filter(|line| !line.starts_with('#'));
    let entry = |line: &'static str| {
        let mut words = line.split(' ');
        let (name, east) = (words.next()?, words.next()?.parse().ok()?);
        Some((name, Named { east, capitals: words.next() == Some("capitals") }))
    };
    lines.filter_map(entry).collect()
});

/// Reads `Z`, `+07:00`, `+0700`, `+07`, `GMT+7`, `(GMT+7)`, `UTC`, `CET` at the start of `text`; the rest of the text may be anything
/// that does not go on with the number or the word. Gives the offset and the bytes it took.
pub fn zone(text: &str) -> Option<(FixedOffset, usize)> {
    let start = text.len() - text.trim_start_matches([' ', '\u{a0}', '(', '[', ',']).len();
    let rest = &text[start..];
    let word = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    // Moscow time: what is counted above is ASCII.
    let cyrillic = rest.starts_with("МСК") || rest.starts_with("мск");
    let word = if cyrillic { "МСК".len() } else { word };
    let name = rest.get(..word)?.to_lowercase();
    if word == 0 {
        let (east, length) = signed(rest)?;
        return FixedOffset::east_opt(east * 60).map(|zone| (zone, start + length));
    }
    let Named { east, capitals } = *NAMES.get(name.as_str())?;
    if capitals && rest[..word].chars().any(char::is_lowercase) {
        return None;
    }
    // JavaScript's `GMT+0700`: the name alone would be Greenwich itself.
    if matches!(name.as_str(), "gmt" | "utc") {
        let after = &rest[word..];
        let gap = after.len() - after.trim_start_matches(' ').len();
        if let Some((east, length)) = signed(&after[gap..]) {
            return FixedOffset::east_opt(east * 60).map(|zone| (zone, start + word + gap + length));
        }
    }
    FixedOffset::east_opt(east * 60).map(|zone| (zone, start + word))
}

/// `+07:00`, `+0700`, `+7`, `−3:30` in minutes, with its length in bytes.
fn signed(text: &str) -> Option<(i32, usize)> {
    let sign = text.chars().next()?;
    let direction = match sign {
        '+' => 1,
        // Typesetters make a minus or a dash of the hyphen.
        '-' | '−' | '–' => -1,
        _ => return None,
    };
    let digits = &text[sign.len_utf8()..];
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    let whole: i32 = digits.get(..count).filter(|it| (1..=4).contains(&it.len()))?.parse().ok()?;
    let (hours, mut minutes) = if count > 2 { (whole / 100, whole % 100) } else { (whole, 0) };
    let mut length = sign.len_utf8() + count;
    let after = &digits[count..];
    if count <= 2
        && let Some(text) = after.strip_prefix(':').and_then(|it| it.get(..2))
        && let Ok(value) = text.parse::<i32>()
    {
        minutes = value;
        length += 3;
    }
    // No zone is further east than Kiribati's +14; `-2025` behind a time is a year.
    (hours <= 14 && (0..60).contains(&minutes)).then_some((direction * (hours * 60 + minutes), length))
}
