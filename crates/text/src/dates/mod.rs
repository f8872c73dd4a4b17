//! Dates that machines write, in feeds, headers and attributes. Dates that people read are the cleaner's.
//!
//! One reader for all of them: the same string is the same instant in a feed and in a page. RFC 822 and JavaScript's
//! `Tue Oct 07 2025 10:48:47 GMT+0700` name their month in English; a page may name it in any language, so the cleaner
//! asks [`iso8601`] and reads the rest itself, with [`clock`] and [`with_time`].

mod clock;
mod iso;
mod months;
mod named;
mod numeric;
mod rfc822;
mod words;
mod zone;

use std::borrow::Cow;

use chrono::FixedOffset;
use veille_model::Moment;

use crate::digit;

use clock::Writer;
pub use clock::{clock, with_time};
pub use months::MONTHS;
pub use words::month_signs;
pub use zone::zone;

/// A date of RFC 822, RFC 3339 or ISO 8601, or what is meant to be one: a day, or an instant with the offset that was
/// written. `unzoned` is the zone of times without one, `language` the tag of who wrote it, where it is known: it names
/// months, and tells which of two numbers is the day.
pub fn machine(text: &str, unzoned: Option<FixedOffset>, language: Option<&str>) -> Option<Moment> {
    let text = text.trim();
    // Korean is the language of one time zone, and its dates have no other.
    let is_korean = text.contains(['년', '월']) || text.contains("오전") || text.contains("오후");
    let unzoned =
        unzoned.and_then(|unzoned| if is_korean { FixedOffset::east_opt(9 * 3_600) } else { Some(unzoned) });
    let writer = Writer { unzoned, is_machine: true, language };
    let plain = with_half_day_behind(plain_numbers(text));
    let plain = with_month_as_number(&plain, language).map_or(plain, Cow::Owned);
    iso::parse(&plain, writer)
        .or_else(|| iso::of_year(&plain))
        // `Fri, 2006/09/15 08:19:53 EDT`
        .or_else(|| {
            iso::parse(plain.split_once([',', ' '])?.1.trim_start(), writer)
                .filter(|_| opens_with_letter(&plain))
        })
        .or_else(|| numeric::parse(&plain, writer))
        .or_else(|| rfc822::parse(&plain, writer))
}

fn opens_with_letter(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
}

/// Halves of the day that stand before their time: forenoon and afternoon in Korean, Chinese and Japanese.
const HALVES: [(&str, &str); 6] =
    [("오전", "AM"), ("오후", "PM"), ("上午", "AM"), ("下午", "PM"), ("午前", "AM"), ("午後", "PM")];

/// `2004-05-25 오후 11:23:17` as `2004-05-25 11:23:17 PM`. What stands behind the time, a zone, stays behind.
fn with_half_day_behind(text: Cow<'_, str>) -> Cow<'_, str> {
    let Some((before, after, half)) = HALVES.iter().find_map(|(name, half)| {
        let (before, after) = text.split_once(name)?;
        Some((before, after.trim_start(), *half))
    }) else {
        return text;
    };
    let time = after.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(after.len());
    Cow::Owned(format!("{before}{} {half}{}", &after[..time], &after[time..]))
}

/// `2021-július-2T9:15+01:00` as `2021-07-2T9:15+01:00`: Hungary writes the year first, and programs put a month's name between signs.
fn with_month_as_number(text: &str, language: Option<&str>) -> Option<String> {
    let (year, rest) = text.split_once('-').filter(|(year, _)| year.len() == 4)?;
    let (name, rest) = rest.split_once('-').filter(|(name, _)| opens_with_letter(name))?;
    let month = months::month_of(name, language)?;
    Some(format!("{year}-{month:02}-{rest}"))
}

/// The text with digits as ASCII has them, and `2025年10月25日` as `2025-10-25`.
fn plain_numbers(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain = |c: char| digit(c).and_then(|value| char::from_digit(value, 10)).unwrap_or(c);
    let text: String = text.chars().map(plain).collect();
    let is_eastern = text.contains(['年', '년']) && text.contains(['月', '월']);
    Cow::Owned(match is_eastern {
        true => text.replace(['年', '년', '月', '월'], "-").replace(['日', '일'], " ").replace("- ", "-"),
        false => text,
    })
}

/// A date of RFC 3339 or ISO 8601 with its many liberties, or seconds or milliseconds since 1970.
///
/// A time without a zone is not an instant, so only its day is kept; fractions of a second are dropped, as no newspaper
/// means them.
pub fn iso8601(text: &str) -> Option<Moment> {
    iso::parse(text, Writer::default())
}

#[cfg(test)]
mod tests {
    use chrono::FixedOffset;

    use super::*;

    fn check(text: &str, expected: &str) {
        let found = machine(text, FixedOffset::east_opt(0), None)
            .map(|moment| moment.to_string())
            .unwrap_or_default();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn both_families_are_read_with_their_offset() {
        check("Tue, 07 Oct 2025 10:48:47 +0700", "2025-10-07T10:48:47+07:00");
        check("2025-10-07T10:48:47+07:00", "2025-10-07T10:48:47+07:00");
        check("2025-10-07T10:48:47Z", "2025-10-07T10:48:47Z");
        check("Tue, 07 Oct 2025 10:48:47 GMT", "2025-10-07T10:48:47Z");
        check("Tue, 07 Oct 2025 10:48:47 EST", "2025-10-07T10:48:47-05:00");
    }

    #[test]
    fn what_is_meant_to_be_a_date_is_read_as_one() {
        check("Thứ Ba, 7 October 2025 10:48 ICT", "2025-10-07T10:48:00+07:00");
        check("07 Oct 25 10:48:47 GMT+0700", "2025-10-07T10:48:47+07:00");
        check("Oct 7, 2025 10:48:47 +0000", "2025-10-07T10:48:47Z");
        check("Tue Oct  7 10:48:47 2025", "2025-10-07T10:48:47Z");
        check("2025-10-07 10:48:47", "2025-10-07T10:48:47Z");
        check("2025-10-07T10:48+0700", "2025-10-07T10:48:00+07:00");
        check("2025-10-07T10:48:47.250+07:00", "2025-10-07T10:48:47+07:00");
        check("Tue, 7 Oct 2025 9:05:00 +0200 (CEST)", "2025-10-07T09:05:00+02:00");
        check("07-Oct-2025 10:48:47 UTC", "2025-10-07T10:48:47Z");
        check("Tue, 07 Oct 2025 24:00:00 GMT", "2025-10-08T00:00:00Z");
    }

    #[test]
    fn months_have_names_in_every_language_and_weekdays_are_no_months() {
        check("sab, 25 ott 2025 15:15:00 GMT", "2025-10-25T15:15:00Z");
        check("sam., 25 août 2025 15:15:00 +0200", "2025-08-25T15:15:00+02:00");
        check("sáb, 25 ene 2025 15:15:00 +0100", "2025-01-25T15:15:00+01:00");
        check("sex, 25 abr 2025 15:15:00 -0300", "2025-04-25T15:15:00-03:00");
        check("mar, 28 oct 2025 15:15:00 +0100", "2025-10-28T15:15:00+01:00");
        check("Thứ Bảy, 25 Tháng Mười 2025 15:15:00 +0700", "2025-10-25T15:15:00+07:00");
        check("25 tháng 12 năm 2025 15:15 +0700", "2025-12-25T15:15:00+07:00");
        check("25 Tháng Mười Hai 2025", "2025-12-25");
        check("25 de octubre de 2025 15:15 +0000", "2025-10-25T15:15:00Z");
        check("25 октября 2025 г. 15:15 +0300", "2025-10-25T15:15:00+03:00");
        check("25 octobre 2025 à 15h15 +0200", "2025-10-25T15:15:00+02:00");
        check("2025年10月25日 15:15 +0900", "2025-10-25T15:15:00+09:00");
        check("Tue Oct  7 10:48:47 UTC 2025", "2025-10-07T10:48:47Z");
    }

    #[test]
    fn the_half_of_the_day_counts() {
        check("Sat, 25 Oct 2025 03:15 PM", "2025-10-25T15:15:00Z");
        check("Sat, 25 Oct 2025 03:15:00 PM +0700", "2025-10-25T15:15:00+07:00");
        check("Sat, 25 Oct 2025 12:05:00 AM GMT", "2025-10-25T00:05:00Z");
    }

    #[test]
    fn of_two_numbers_the_day_is_the_one_that_can_be_no_month() {
        check("25/10/2025 15:15:00", "2025-10-25T15:15:00Z");
        check("25.10.2025 15:15", "2025-10-25T15:15:00Z");
        check("15:15 25/10/2025", "2025-10-25T15:15:00Z");
        check("10/25/2025 9:15:00 AM", "2025-10-25T09:15:00Z");
        check("7/10/2025 9:15:00 AM", "2025-07-10T09:15:00Z");
        check("7.10.2025", "2025-10-07");
        check("07/10/2025", "");
        let of =
            |language: &str| machine("07/10/2025", None, Some(language)).map(|moment| moment.to_string());
        let morning = |tag: &str| machine("07/10/2025 9:15 AM", None, Some(tag)).map(|it| it.to_string());
        for tag in ["en-IN", "en-AU", "en-GB", "es-CO"] {
            assert_eq!(morning(tag).as_deref(), Some("2025-10-07"), "{tag}");
        }
        for tag in ["en", "en-US"] {
            assert_eq!(morning(tag).as_deref(), Some("2025-07-10"), "{tag}");
        }
        assert_eq!(of("vi").as_deref(), Some("2025-10-07"));
        assert_eq!(of("en-GB").as_deref(), Some("2025-10-07"));
        assert_eq!(of("en-US").as_deref(), Some("2025-07-10"));
        assert_eq!(of("en"), None);
    }

    #[test]
    fn a_day_stays_a_day() {
        check("2025-10-07", "2025-10-07");
        check("20251007", "2025-10-07");
        check("7 Oct 2025", "2025-10-07");
        check("07 Oct 2025 25:00", "2025-10-07");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "yesterday", "2025", "2025-10", "2025-13-01", "32 Oct 2025", "Oct", "é", "0000é"] {
            check(text, "");
        }
        for text in ["2025-W41", "2025-W54-1", "2025-366", "2025-000", "2025-W41-9", "1234567", "2025W4é2"] {
            check(text, "");
        }
    }

    #[test]
    fn a_day_may_be_told_by_its_number_in_year_or_week() {
        check("2003-335", "2003-12-01");
        check("2003335", "2003-12-01");
        check("2003-W52-1", "2003-12-22");
        check("2003W521", "2003-12-22");
    }

    #[test]
    fn dates_are_read_as_programs_of_other_places_write_them() {
        check("2004-05-25 오후 11:23:17", "2004-05-25T23:23:17+09:00");
        check("2004-05-25 오전 12:03:17", "2004-05-25T00:03:17+09:00");
        check("2004년 05월 28일  01:31:15", "2004-05-28T01:31:15+09:00");
        check("2004년 05월 28일", "2004-05-28");
        check("2004-05-25 下午 11:23:17 +0800", "2004-05-25T23:23:17+08:00");
        check("Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T08:19:53-04:00");
        check("Fri 2006-09-15 08:19:53", "2006-09-15T08:19:53Z");
        check("2021-július-2T9:15+01:00", "2021-07-02T09:15:00+01:00");
        check("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T12:00:00-05:00");
        check("20211102100000", "2021-11-02T10:00:00Z");
        check("202111021000", "2021-11-02T10:00:00Z");
        check("2021-11-02T10Z", "2021-11-02T10:00:00Z");
        check("2021-11-02T10+01:00", "2021-11-02T10:00:00+01:00");
        assert_eq!(iso8601("20211102100000").unwrap().to_string(), "2021-11-02");
    }

    #[test]
    fn a_zone_is_the_same_wherever_it_stands() {
        let check = |zone: &str, expected: &str| {
            for date in ["Tue, 07 Oct 2025 10:48:47", "2025-10-07T10:48:47", "2025-10-07 10:48:47"] {
                check(&format!("{date} {zone}"), expected);
            }
        };
        check("ICT", "2025-10-07T10:48:47+07:00");
        check("EST", "2025-10-07T10:48:47-05:00");
        check("gmt", "2025-10-07T10:48:47Z");
        // As RFC 822 has it, though China and Cuba have one of their own.
        check("CST", "2025-10-07T10:48:47-06:00");
        check("ET", "2025-10-07T10:48:47-04:00");
        check("Europe/Brussels", "2025-10-07T10:48:47+02:00");
        check("AWST", "2025-10-07T10:48:47+08:00");
        // India, Israel or Ireland; Britain or Bangladesh; Arabia or the Atlantic.
        for several in ["IST", "BST", "AST", "XYZ"] {
            check(several, "2025-10-07");
        }
    }

    #[test]
    fn a_word_is_no_zone() {
        let zone = |text: &str| super::zone(text).map(|(zone, _)| zone.local_minus_utc() / 60);
        assert_eq!(zone(" EST"), Some(-300));
        assert_eq!(zone(" est née à Hanoï"), None);
        assert_eq!(zone(" cet après-midi"), None);
        assert_eq!(zone(" Wib"), Some(420));
    }
}
