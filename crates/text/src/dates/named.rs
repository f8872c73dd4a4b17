//! Zones that are named at the end of a machine's date: those with a summer time, those of a place (`Europe/Brussels`), and names
//! that mean several, by who writes them.

use std::sync::LazyLock;

use chrono::{Datelike, FixedOffset, NaiveDate, NaiveDateTime, Weekday};

/// A line of the list.
struct Named {
    name: &'static str,
    east: i32,
    summer: Summer,
    since: i32,
    languages: Vec<&'static str>,
}

/// When clocks stand an hour ahead.
#[derive(Clone, Copy)]
enum Summer {
    Never,
    /// From the second Sunday of March to the first of November, at two (15 U.S.C. 260a).
    American,
    /// From the last Sunday of March to that of October, everywhere at one o'clock in Greenwich (Directive 2000/84/EC).
    European,
}

static NAMES: LazyLock<Vec<Named>> = LazyLock::new(|| {
    let lines = include_str!("../../data/zones-named.txt").lines().filter(|line| !line.starts_with('#'));
    let named = |line: &'static str| {
        let [name, east, summer, since, languages] = line.split(' ').collect::<Vec<_>>()[..] else {
            return None;
        };
        let summer = match summer {
            "us" => Summer::American,
            "eu" => Summer::European,
            _ => Summer::Never,
        };
        let languages = languages.split(',').collect();
        Some(Named { name, east: east.parse().ok()?, summer, since: since.parse().ok()?, languages })
    };
    lines.filter_map(named).collect()
});

/// The offset of the zone that a text consists of, at this local time; None where that is no name, or one that means several and
/// nothing tells which.
pub(super) fn zone(text: &str, local: NaiveDateTime, language: Option<&str>) -> Option<FixedOffset> {
    let name = text.trim_matches([' ', '(', ')', '[', ']', '.']).to_ascii_lowercase();
    let tag = language.unwrap_or_default().to_ascii_lowercase().replace('_', "-");
    let primary = tag.split('-').next().unwrap_or_default();
    let is_theirs =
        |named: &&Named| named.languages.iter().any(|known| [tag.as_str(), primary, "*"].contains(known));
    let named = NAMES.iter().filter(|named| named.name == name).find(is_theirs)?;
    // Of earlier years the list says nothing, and an hour more or less is a wrong time.
    if local.year() < named.since {
        return None;
    }
    let east = named.east + if named.summer.is_on(local, named.east) { 60 } else { 0 };
    FixedOffset::east_opt(east * 60)
}

impl Summer {
    /// Whether clocks that show this are an hour ahead. Of the hour that comes twice the first is meant.
    fn is_on(self, local: NaiveDateTime, east: i32) -> bool {
        let year = local.year();
        let at = |day: Option<NaiveDate>, minutes: i32| {
            day.and_then(|day| day.and_hms_opt(0, 0, 0))
                .map(|day| day + chrono::TimeDelta::minutes(minutes.into()))
        };
        let (begins, ends) = match self {
            Self::Never => return false,
            Self::American => (at(sunday(year, 3, 2), 120), at(sunday(year, 11, 1), 120)),
            Self::European => (at(last_sunday(year, 3), 60 + east), at(last_sunday(year, 10), 120 + east)),
        };
        begins.is_some_and(|begins| begins <= local) && ends.is_some_and(|ends| local < ends)
    }
}

fn sunday(year: i32, month: u32, number: u8) -> Option<NaiveDate> {
    NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Sun, number)
}

fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    sunday(year, month, 5).or_else(|| sunday(year, month, 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_offset_that_its_clocks_have_then() {
        let check = |name: &str, at: &str, language: Option<&str>, expected: Option<i32>| {
            let found = zone(name, at.parse().unwrap(), language).map(|it| it.local_minus_utc() / 60);
            assert_eq!(found, expected, "{name} {at} {language:?}");
        };
        check(" ET", "2021-11-02T10:00:00", None, Some(-240));
        check("ET", "2021-11-08T10:00:00", None, Some(-300));
        check("(PT)", "2021-07-02T10:00:00", None, Some(-420));
        check("ET", "2001-11-02T10:00:00", None, None);
        check("Europe/Brussels", "2021-10-31T01:59:59", None, Some(120));
        check("Europe/Brussels", "2021-10-31T03:00:00", None, Some(60));
        check("Europe/London", "2021-03-28T01:00:00", None, Some(60));
        check("Asia/Kolkata", "2021-07-02T10:00:00", None, Some(330));
        check("ET ALORS", "2021-07-02T10:00:00", None, None);
        check("XYZ", "2021-07-02T10:00:00", None, None);
    }

    #[test]
    fn a_name_of_several_zones_is_the_one_of_who_writes_it() {
        let check = |name: &str, language: Option<&str>, expected: Option<i32>| {
            let at = "2021-07-02T10:00:00".parse().unwrap();
            let found = zone(name, at, language).map(|it| it.local_minus_utc() / 60);
            assert_eq!(found, expected, "{name} {language:?}");
        };
        check("CST", None, Some(-360));
        check("CST", Some("en-US"), Some(-360));
        check("CST", Some("zh_CN"), Some(480));
        check("IST", Some("en-IN"), Some(330));
        check("IST", Some("hi"), Some(330));
        check("IST", Some("he"), Some(120));
        check("IST", Some("en"), None);
        check("IST", None, None);
        check("BST", Some("en-GB"), Some(60));
        check("AST", None, None);
    }

    #[test]
    fn every_line_of_the_list_is_read() {
        let lines = include_str!("../../data/zones-named.txt").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(NAMES.len(), lines.count());
    }
}
