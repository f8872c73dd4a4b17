//! RFC 822 and its heirs, and what is meant to be one of them: a day, a month's name and a year, in any language.

use chrono::NaiveDate;
use veille_model::Moment;

use super::clock::{Writer, on};
use super::months::month_of;
use super::words::{month_signs, stands_between};

/// The most words of one month's name: `tháng mười hai`.
const NAME_WORDS: usize = 3;

/// `Tue, 07 Oct 2025 10:48:47 +0700`, `7 octobre 25 10:48 ICT`, `Oct 7, 2025`, `Thứ Bảy, 25 Tháng Mười 2025 15:15`.
pub(super) fn parse(text: &str, writer: Writer<'_>) -> Option<Moment> {
    let words: Vec<&str> = text.split([' ', ',', '\t', '\n', '\r', '\u{a0}']).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    // The weekday is often wrong or in another language, and `mar` is a Tuesday as well as March: what counts is the number
    // that has a month beside it.
    (0..words.len()).find_map(|at| dated(&words, at, writer))
}

/// The date of which the number at this word is the day.
fn dated(words: &[&str], at: usize, writer: Writer<'_>) -> Option<Moment> {
    let word = words[at];
    // `07-Oct-2025` is one word.
    if let [day, name, year_of] = word.split('-').collect::<Vec<_>>()[..]
        && let Some(month) = month_of(name, writer.language)
    {
        return made(day_of(day)?, month, year(year_of)?, &words[at + 1..], writer);
    }
    let day = day_of(word)?;
    if let Some((month, next)) = month_at(words, at + 1, writer.language) {
        let next = after_connector(words, next);
        return made(day, month, year(words.get(next)?)?, &words[next + 1..], writer);
    }
    let month = (1..=NAME_WORDS.min(at))
        .find_map(|count| month_of(&words[at - count..at].join(" "), writer.language))?;
    let next = after_connector(words, at + 1);
    if words.get(next)?.contains(':') {
        // `Oct 7 10:48:47 2025` and `Oct 7 10:48:47 ICT 2025`: the time stands between day and year.
        let position = words[next..].iter().position(|word| word.len() == 4 && year(word).is_some())? + next;
        let rest = [&words[next..position], &words[position + 1..]].concat();
        return made(day, month, year(words[position])?, &rest, writer);
    }
    made(day, month, year(words[next])?, &words[next + 1..], writer)
}

fn made(day: u32, month: u32, year: i32, rest: &[&str], writer: Writer<'_>) -> Option<Moment> {
    let day = NaiveDate::from_ymd_opt(year, month, day)?;
    // `2025 à 15h15`, `2025 | 15:15`: the time is what begins with a number.
    let time =
        rest.iter().position(|word| word.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(rest.len());
    Some(on(day, &rest[time..].join(" "), writer))
}

/// The month named from this word on, and the word after it.
fn month_at(words: &[&str], at: usize, language: Option<&str>) -> Option<(u32, usize)> {
    let at = after_connector(words, at);
    // `tháng 10`
    if words.get(at).is_some_and(|word| month_signs().contains(&word.to_lowercase().as_str()))
        && let Some(month) = words.get(at + 1).and_then(|word| word.parse().ok())
    {
        return (1..=12).contains(&month).then_some((month, at + 2));
    }
    // The longest name first: `tháng mười hai` is not October.
    (1..=NAME_WORDS).rev().find_map(|count| {
        let name = words.get(at..at + count)?.join(" ");
        month_of(&name, language).map(|month| (month, at + count))
    })
}

fn after_connector(words: &[&str], at: usize) -> usize {
    let is_one = words.get(at).is_some_and(|word| stands_between(&word.to_lowercase()));
    at + usize::from(is_one)
}

/// `7`, `07`, `7th`, `1er`, `7.`
fn day_of(word: &str) -> Option<u32> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let after = &word[digits..];
    let is_suffix =
        after.len() <= 3 && after.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | 'º' | 'ª'));
    word[..digits].parse().ok().filter(|day| digits <= 2 && is_suffix && (1..=31).contains(day))
}

/// Two digits are this century below 70 (RFC 5322, 4.3, draws the line at 50; feeds are younger than 1970).
fn year(text: &str) -> Option<i32> {
    let text = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let year: i32 = text.parse().ok()?;
    match (text.len(), year) {
        (2, 0..70) => Some(2000 + year),
        (2, _) => Some(1900 + year),
        (4, _) => Some(year),
        _ => None,
    }
}
