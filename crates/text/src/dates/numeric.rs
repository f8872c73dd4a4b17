//! Dates of numbers that begin with the day or the month: `25/10/2025 15:15`, `25.10.2025`, `10/25/2025 9:15:00 AM`.

use chrono::NaiveDate;
use veille_model::Moment;

use super::clock::{Writer, on};

/// Languages that write the month first, or the year.
const OTHERS_FIRST: [&str; 8] = ["en", "fil", "tl", "ja", "zh", "ko", "hu", "mn"];
/// Countries that write English with the day first.
const DAY_FIRST: [&str; 12] = ["gb", "uk", "ie", "au", "nz", "in", "za", "sg", "my", "ng", "ke", "vn"];

/// None also where day and month could be each other and nothing tells: a wrong day is worse than none.
pub(super) fn parse(text: &str, writer: Writer<'_>) -> Option<Moment> {
    let words: Vec<&str> =
        text.split_whitespace().map(|word| word.trim_matches([',', '(', ')', '|'])).collect();
    let (at, (first, second, year, sign)) =
        words.iter().enumerate().find_map(|(at, word)| Some((at, numbers(word)?)))?;
    let after = words[at + 1..].join(" ");
    let half_day = after.to_ascii_lowercase();
    let is_american = || sign == '/' && (half_day.ends_with("am") || half_day.ends_with("pm"));
    let day_first = match (first > 12, second > 12) {
        (true, _) => true,
        (false, true) => false,
        // Points are European.
        _ if sign == '.' => true,
        // A language that is declared knows better: Delhi, Sydney and Bogotá have morning and evening too.
        _ => day_first(writer.language).or_else(|| is_american().then_some(false))?,
    };
    let (day, month) = if day_first { (first, second) } else { (second, first) };
    let day = NaiveDate::from_ymd_opt(year, month, day)?;
    // Vietnam writes the time before the date as well: `15:15 25/10/2025`.
    let before = at.checked_sub(1).map(|at| words[at]).filter(|word| after.is_empty() && word.contains(':'));
    Some(on(day, before.unwrap_or(after.trim_start_matches(|c: char| !c.is_ascii_digit())), writer))
}

/// Three numbers, the last a year of four digits, and the sign between them.
fn numbers(word: &str) -> Option<(u32, u32, i32, char)> {
    let sign = word.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '.' | '-'))?;
    let [first, second, year] = word.split(sign).collect::<Vec<_>>()[..] else { return None };
    let short = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 2);
    let year = year.parse().ok().filter(|_| year.len() == 4)?;
    Some((short(first)?, short(second)?, year, sign))
}

fn day_first(language: Option<&str>) -> Option<bool> {
    let tag = language?.to_ascii_lowercase();
    let mut parts = tag.split(['-', '_']);
    let (primary, region) = (parts.next()?, parts.next_back());
    match (primary, region) {
        ("en", Some("us")) => Some(false),
        ("en", Some(region)) if DAY_FIRST.contains(&region) => Some(true),
        (primary, _) if OTHERS_FIRST.contains(&primary) => None,
        _ => Some(true),
    }
}
