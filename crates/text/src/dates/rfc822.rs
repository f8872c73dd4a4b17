//! RFC 822 and its heirs, and what is meant to be one of them.

use chrono::NaiveDate;
use veille_model::Moment;

use super::clock::{Unzoned, on};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `Tue, 07 Oct 2025 10:48:47 +0700`, `7 October 25 10:48 ICT`, `Oct 7, 2025`.
pub(super) fn parse(text: &str, unzoned: Unzoned) -> Option<Moment> {
    let words: Vec<&str> = text.split([' ', ',', '\t']).filter(|word| !word.is_empty()).collect();
    // The weekday is often wrong or in another language, and says nothing.
    let at = words
        .iter()
        .position(|word| month(word).is_some() || word.starts_with(|c: char| c.is_ascii_digit()))?;
    // `07-Oct-2025` is one word.
    let joined: Vec<&str> = words[at].split('-').collect();
    let (date, rest) = match joined[..] {
        [a, b, c] => ([a, b, c], &words[at + 1..]),
        _ => ([*words.get(at)?, *words.get(at + 1)?, *words.get(at + 2)?], words.get(at + 3..)?),
    };
    let [first, second, third] = date;
    // `Oct 7 10:48:47 2025`: a time between day and year.
    let (third, rest) = match (third.contains(':'), rest.split_first()) {
        (true, Some((year, tail))) => (*year, [&[third], tail].concat()),
        _ => (third, rest.to_vec()),
    };
    let (month, day) = match (month(first), month(second)) {
        (Some(month), _) => (month, second),
        (None, Some(month)) => (month, first),
        _ => return None,
    };
    let day = day.trim_end_matches(|c: char| !c.is_ascii_digit());
    let day = NaiveDate::from_ymd_opt(year(third)?, month, day.parse().ok()?)?;
    Some(on(day, &rest.join(" "), unzoned))
}

fn month(word: &str) -> Option<u32> {
    // `September` and `Sept.` begin like `Sep`.
    let word = word.get(..3)?.to_ascii_lowercase();
    let position = MONTHS.iter().position(|month| *month == word)?;
    u32::try_from(position + 1).ok()
}

/// Two digits are this century below 70 (RFC 5322, 4.3, draws the line at 50; feeds are younger than 1970).
fn year(text: &str) -> Option<i32> {
    let year: i32 = text.parse().ok()?;
    match (text.len(), year) {
        (2, 0..70) => Some(2000 + year),
        (2, _) => Some(1900 + year),
        (4, _) => Some(year),
        _ => None,
    }
}
