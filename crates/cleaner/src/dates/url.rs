//! Dates in addresses: `/2025/10/07/`, `/2024/feb/24/`, `/20241203-OYT1T50218/`, `/25_gennaio_05/`.

use chrono::NaiveDate;

use super::months::{Calendar, month_at};
use super::tokens::{Kind, Number, Token, tokens};

/// A date found in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UrlDate {
    /// The day.
    pub day: NaiveDate,
    /// Whether it stands in the path as publishers file their articles (`/2025/10/07/`), rather than inside a slug, where it
    /// may be the date of what is told (`news-ticker-13-06-2023`).
    pub filed: bool,
}

/// The date in the path of an address.
pub(crate) fn of_url(url: &str) -> Option<UrlDate> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    // A host may have figures too (`2025-10-07.example.org`), which say nothing of the article.
    let path = path.split_once('/').map_or("", |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let tokens = tokens(path, 200);
    let at = |step: usize| (0..tokens.len()).find_map(|at| date_at(path, &tokens[at..], step, at > 0));
    // All places in the sure form before any in the other: a slug's date may stand in front of a folder's.
    at(0).or_else(|| at(1))
}

/// Tries one form at the first token: the sure ones (`step` 0) before the slug's.
fn date_at(path: &str, tokens: &[Token], step: usize, inner: bool) -> Option<UrlDate> {
    let first = tokens[0].number()?;
    let day = if step == 0 { filed(path, tokens, first) } else { slug(tokens, first) }?;
    let opens = !inner || path[..tokens[0].start].ends_with('/');
    Some(UrlDate { day, filed: step == 0 && opens })
}

fn filed(path: &str, tokens: &[Token], first: Number) -> Option<NaiveDate> {
    let number = |at: usize| tokens.get(at).and_then(Token::number);
    let mark = |at: usize| tokens.get(at).is_some_and(|token| token.is_mark(&['/', '-', '_', '.']));
    // `20241203-OYT1T50218`. An identifier of eight digits is a date only if it holds a
    // real day of the web's years.
    if first.digits == 8 {
        return day(first.value / 10_000, first.value / 100 % 100, first.value % 100);
    }
    if first.digits == 2 && tokens.get(1)?.is_mark(&['_']) && tokens.get(3)?.is_mark(&['_']) {
        // The Corriere's `/25_gennaio_05/`: year, month, day.
        let (month, ..) = month_at(path, tokens, 2, Some("it"))?;
        return day(2000 + first.value, month, number(4)?.value);
    }
    if first.digits != 4 || !mark(1) {
        return None;
    }
    // `/2025/10/07b`: a word or a number glued to the day makes it none.
    let closed =
        |at: usize| tokens.get(at).is_none_or(|token| token.number().is_none() && token.kind != Kind::Word);
    match tokens.get(2)?.kind {
        // `/n1/2024/0424/`: month and day in one folder, as the People's Daily files its pages.
        Kind::Number(month) if month.digits == 4 => day(first.value, month.value / 100, month.value % 100),
        Kind::Number(month) if month.digits <= 2 && mark(3) => number(4)
            .filter(|day| day.digits <= 2 && closed(5))
            .and_then(|it| day(first.value, month.value, it.value)),
        Kind::Word if mark(3) => {
            let (month, calendar, _) = month_at(path, tokens, 2, Some("en"))?;
            let date = number(4).filter(|it| it.digits <= 2 && calendar == Calendar::Gregorian)?;
            day(first.value, month, date.value)
        }
        _ => None,
    }
}

/// Day first, inside a slug or a folder: `/13-06-2023`, `/29/04/2024/`.
fn slug(tokens: &[Token], first: Number) -> Option<NaiveDate> {
    let number = |at: usize| tokens.get(at).and_then(Token::number);
    let (month, year) = (number(2)?, number(4)?);
    let marks = [tokens.get(1)?, tokens.get(3)?];
    let joined =
        marks.iter().all(|mark| mark.is_mark(&['-', '/', '_', '.'])) && marks[0].kind == marks[1].kind;
    if !joined || first.digits > 2 || month.digits > 2 || year.digits != 4 {
        return None;
    }
    day(year.value, month.value, first.value)
}

fn day(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    // Addresses are full of numbers; with years of the web alone few of them read as a day.
    let year = i32::try_from(year).ok().filter(|year| (1991..=2100).contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day)
}
