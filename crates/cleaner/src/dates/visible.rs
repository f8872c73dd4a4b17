//! Dates as a reader sees them, in the languages of the month names in [`veille_text::dates`].
//!
//! Every date has a number in it, so the search goes from number to number (and to a month's name before one) and asks
//! at each whether a date stands there.

use std::collections::HashSet;
use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveDateTime};
use veille_model::Moment;
use veille_text::dates::{clock, with_time};
use veille_text::digit;

use super::calendar::{day_of, era_year, is_jalali_year, year_of};
use super::hints::Hints;
use super::months::{Calendar, month_at};
use super::tokens::{Kind, Number, Token, tokens};

/// A date in running text, and the bytes it takes there (without the time that may follow).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The date; an instant where a time and a zone follow it.
    pub moment: Moment,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// How far into a text dates are looked for, in tokens. A line that states its date does so before this.
const TOKENS_MAX: usize = 400;

static CONNECTORS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/dates/connectors.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// The first date in `text`.
pub(crate) fn find(text: &str, hints: Hints<'_>) -> Option<Found> {
    // Most lines have no figure, and need not be cut up to know it.
    if !has_digit(text) {
        return None;
    }
    let tokens = tokens(text, TOKENS_MAX);
    let search = Search { text, tokens: &tokens, hints };
    (0..tokens.len()).find_map(|at| search.date_at(at))
}

fn has_digit(text: &str) -> bool {
    // Figures of other scripts begin with such a byte, U+0660 the first of them.
    text.bytes().any(|byte| byte.is_ascii_digit() || byte >= 0xd9)
        && text.chars().any(|character| digit(character).is_some())
}

/// Letters of a word for the hour, at most: `alle`.
const HOUR_WORD_CHARS_MAX: usize = 4;

/// The first date in `text` with the time of day that follows it, as the clocks of the place showed it.
pub(crate) fn find_local(text: &str, hints: Hints<'_>) -> Option<NaiveDateTime> {
    let found = find(text, hints)?;
    let rest = &text[found.end..];
    let (time, _) = clock(rest).or_else(|| clock(behind_word(rest)))?;
    Some(found.moment.day().and_time(time))
}

/// The rest behind a word for the hour: `at 10:12 p.m.`, `um 14:07 Uhr`, `à 5 h 00`.
fn behind_word(rest: &str) -> &str {
    let rest = rest.trim_start_matches([' ', ',', '\u{a0}']);
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    if rest[..end].chars().count() <= HOUR_WORD_CHARS_MAX { &rest[end..] } else { rest }
}

struct Search<'a> {
    text: &'a str,
    tokens: &'a [Token],
    hints: Hints<'a>,
}

impl Search<'_> {
    fn date_at(&self, at: usize) -> Option<Found> {
        let (day, next) = match self.tokens[at].kind {
            Kind::Number(number) => self
                .figures(at, number)
                .or_else(|| self.year_first(at, number))
                .or_else(|| self.day_first(at, number))?,
            // Most words of a line have no number near: they need not be looked up as months.
            Kind::Word if self.number(at + 1).is_some() || self.near_number(at) => self.month_first(at)?,
            _ => return None,
        };
        let (start, end) = (self.tokens[at].start, self.tokens.get(next - 1)?.end);
        Some(Found { moment: with_time(day, &self.text[end..]), start, end })
    }

    /// Three figures: `26/10/2025`, `2025-10-26`, `26.10.25`, `2025年10月26日`, `令和7年10月26日`, `2025년 10월 26일`.
    fn figures(&self, at: usize, first: Number) -> Option<(NaiveDate, usize)> {
        let (second, third) = (self.number(at + 2)?, self.number(at + 4)?);
        // No year of four digits is an era's, `令和7年`, whose name stands in the word before.
        if self.is_unit(at + 1, &["年", "년"]) && self.is_unit(at + 3, &["月", "월"]) {
            let year = year_of(first)
                .or_else(|| at.checked_sub(1).and_then(|it| era_year(self.word(it), first.value)))?;
            return NaiveDate::from_ymd_opt(year, second.value, third.value).map(|day| (day, at + 5));
        }
        let mark = self.mark(at + 1)?;
        // `192.168.1.12`, `1.10.2025.4`: of four figures with one mark between them none is a year.
        let ends = |other: usize| self.mark(other) == Some(mark) && self.number(other + 1).is_some();
        let joined = at >= 2 && self.mark(at - 1) == Some(mark) && self.number(at - 2).is_some();
        if self.mark(at + 3) != Some(mark)
            // The colon is none of them: `10:48:47` is a time.
            || !matches!(mark, '/' | '.' | '-' | '／' | '‑' | '|')
            || joined
            || ends(at + 5)
        {
            return None;
        }
        // `Python 2.7.13 released` is no day of July; `Ann Lee, 8.5.12` ends with one of May.
        let is_version = third.digits == 2 && (first.digits == 1 || second.digits == 1) && mark == '.';
        let ends_line = at + 5 == self.tokens.len() && (at == 0 || self.mark(at - 1) == Some(','));
        if is_version && !ends_line {
            return None;
        }
        three(first, second, third, mark, self.hints).map(|day| (day, at + 5))
    }

    /// A year, then a month's name: `2025. október 7.`, `2025 m. spalio 7 d.`
    fn year_first(&self, at: usize, year: Number) -> Option<(NaiveDate, usize)> {
        if year.digits != 4 {
            return None;
        }
        let (month, calendar, next) = self.month_after(at + 1, 3)?;
        let (day, next) = self.number_after(next, 1)?;
        if day.digits > 2 {
            return None;
        }
        self.day(calendar, year, month, day).map(|day| (day, next))
    }

    /// A day, a month's name, a year: `26 octobre 2025`, `26. Oktober 2025`, `26 de octubre de 2025`, `26-Oct-25`.
    fn day_first(&self, at: usize, day: Number) -> Option<(NaiveDate, usize)> {
        if day.digits > 2 {
            return None;
        }
        let (month, calendar, next) = self.month_after(at + 1, 3)?;
        let (year, after) = self.number_after(next, 5)?;
        // `26-Oct-25`, `7 oct. '25`: two digits are a year behind a mark only; in
        // `26 octobre 14 h` they are the hour.
        let short = year.digits == 2 && self.tokens[after - 2].is_mark(&['-', '\'', '’', '/', '.', ',']);
        // `27 ต.ค. 68` is the 27th of October 2568 in Bangkok, without any mark; no hour is as great.
        let base = match () {
            () if year.digits == 2 && self.is_thai(at + 1) => {
                if is_short_buddhist(year.value) {
                    2500
                } else {
                    0
                }
            }
            () if short => 2000,
            () => 0,
        };
        let year = if base > 0 { Number { value: base + year.value, digits: 4, ..year } } else { year };
        self.day(calendar, year, month, day).map(|day| (day, after))
    }

    /// A month's name, a day, a year: `October 26, 2025`, `Oct 26 10:48:47 UTC 2025`.
    fn month_first(&self, at: usize) -> Option<(NaiveDate, usize)> {
        let (month, calendar, next) = month_at(self.text, self.tokens, at, self.hints.language)?;
        let (day, next) = self.number_after(next, 2)?;
        // `October 2025`: the number behind the month is no day.
        if day.digits > 2 {
            return None;
        }
        let (year, after) = self
            .number_after(next, 4)
            // `Oct 26 10:48:47 UTC 2025` has the hour where others have the year.
            .filter(|(year, _)| year.digits == 4)
            .or_else(|| self.after_clock(next))?;
        self.day(calendar, year, month, day).map(|day| (day, after))
    }

    /// The year behind a time, as C's `ctime` writes it: ` 10:48:47 UTC 2025`.
    fn after_clock(&self, at: usize) -> Option<(Number, usize)> {
        let is_clock = self.number(at)?.digits == 2 && self.mark(at + 1) == Some(':');
        let last = (at + 4..at + 7).find(|it| self.number(*it).is_some_and(|year| year.digits == 4))?;
        self.number(last).filter(|_| is_clock).map(|year| (year, last + 1))
    }

    fn day(&self, calendar: Calendar, year: Number, month: u32, day: Number) -> Option<NaiveDate> {
        let year = match calendar {
            Calendar::Gregorian => year_of(year)?,
            Calendar::Jalali => i32::try_from(year.value).ok()?,
        };
        day_of(calendar, year, month, day.value)
    }

    /// A month's name at `at` or behind at most `most` connectors.
    fn month_after(&self, mut at: usize, most: usize) -> Option<(u32, Calendar, usize)> {
        for _ in 0..=most {
            if let Some(found) = month_at(self.text, self.tokens, at, self.hints.language) {
                return Some(found);
            }
            if !self.connects(at) {
                return None;
            }
            at += 1;
        }
        None
    }

    /// A number at `at` or behind at most `most` connectors, and the token after it.
    fn number_after(&self, at: usize, most: usize) -> Option<(Number, usize)> {
        let end = at
            + (0..=most)
                .take_while(|step| self.number(at + step).is_none() && self.connects(at + step))
                .count();
        self.number(end).map(|number| (number, end + 1))
    }

    /// Whether a month's name may begin here: a number stands a few connectors further on.
    fn near_number(&self, at: usize) -> bool {
        (1..=5).any(|step| self.number(at + step).is_some())
    }

    fn connects(&self, at: usize) -> bool {
        match self.tokens.get(at).map(|token| token.kind) {
            Some(Kind::Word) => CONNECTORS.contains(self.word(at).to_lowercase().as_str()),
            // `1º de febrero`, `26-Oct`, `7 de octubre, 2025`: marks that stand inside of dates. A
            // colon or a bracket ends one.
            Some(Kind::Mark(mark)) => {
                matches!(mark, '.' | ',' | '-' | '/' | '\'' | '’' | '–' | '_' | '،' | 'º' | '°')
            }
            _ => false,
        }
    }

    fn number(&self, at: usize) -> Option<Number> {
        self.tokens.get(at)?.number()
    }

    fn mark(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    fn word(&self, at: usize) -> &str {
        self.tokens
            .get(at)
            .filter(|token| token.kind == Kind::Word)
            .map_or("", |token| &self.text[token.start..token.end])
    }

    /// Whether a word is written in Thai.
    fn is_thai(&self, at: usize) -> bool {
        self.word(at).starts_with(|c| ('\u{e01}'..='\u{e5b}').contains(&c))
    }

    fn is_unit(&self, at: usize, units: &[&str]) -> bool {
        units.iter().any(|unit| self.word(at).starts_with(unit))
    }
}

/// Whether two figures can be a Buddhist year of the web's time: `68` for 2568, which is 2025.
fn is_short_buddhist(year: u32) -> bool {
    (43..100).contains(&year)
}

/// Three figures with marks between them. Day first, unless the hints or the figures themselves say otherwise.
fn three(first: Number, second: Number, third: Number, mark: char, hints: Hints<'_>) -> Option<NaiveDate> {
    if second.digits > 2 {
        return None;
    }
    if first.digits == 4 && third.digits <= 2 {
        // Only in Persian figures: nothing else on the line tells that it is a year of that calendar.
        if first.persian && is_jalali_year(first) {
            return day_of(Calendar::Jalali, i32::try_from(first.value).ok()?, second.value, third.value);
        }
        return NaiveDate::from_ymd_opt(year_of(first)?, second.value, third.value);
    }
    if first.digits > 2 {
        return None;
    }
    // In Korea, China and Japan the year comes first however short it is: `입력 25.10.27 08:15`.
    if hints.is_year_first() && first.digits == 2 && third.digits == 2 && matches!(mark, '/' | '.') {
        let year = 2000 + i32::try_from(first.value).ok()?;
        return NaiveDate::from_ymd_opt(year, second.value, third.value);
    }
    let year = match third.digits {
        4 => year_of(third)?,
        2 if matches!(mark, '/' | '.') && hints.is_buddhist() && is_short_buddhist(third.value) => {
            year_of(Number { value: 2500 + third.value, digits: 4, ..third })?
        }
        // `07.10.25` and `07/10/25` are dates; with hyphens it is a telephone number as often.
        2 if matches!(mark, '/' | '.') => 2000 + i32::try_from(third.value).ok()?,
        _ => return None,
    };
    let (day_first, month_first) = ((second.value, first.value), (first.value, second.value));
    // Both orders are tried: `10/26/2025` can only be American. With full stops nobody puts the month first.
    let orders =
        if hints.month_first && mark != '.' { [month_first, day_first] } else { [day_first, month_first] };
    orders.into_iter().find_map(|(month, day)| NaiveDate::from_ymd_opt(year, month, day))
}
