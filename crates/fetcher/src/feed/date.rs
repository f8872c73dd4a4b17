//! Dates as feeds write them: RFC 822 and RFC 3339, and what is meant to be one of them.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone, Utc};
use veille_model::Moment;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A day, or an instant with the offset that was written; UTC where a time has none.
pub(super) fn parse(text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(Moment::Instant(instant));
    }
    if text.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit())) {
        return year_first(text);
    }
    day_first(text)
}

/// The instant as a key, midnight UTC for a day.
pub(super) fn instant(moment: Moment) -> DateTime<Utc> {
    match moment {
        Moment::Instant(instant) => instant.with_timezone(&Utc),
        Moment::Day(day) => day.and_time(NaiveTime::MIN).and_utc(),
    }
}

/// `2025-10-07`, `2025/10/07 10:48`, `20251007`, `2025-10-07T10:48+0700`.
fn year_first(text: &str) -> Option<Moment> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (date, rest) = match digits {
        4 => text.split_at_checked(10)?,
        8 => text.split_at_checked(8)?,
        _ => return None,
    };
    let part = |from: usize, to: usize| date.get(from..to)?.parse::<u32>().ok();
    let (month, day) = if digits == 4 { (part(5, 7)?, part(8, 10)?) } else { (part(4, 6)?, part(6, 8)?) };
    let day = NaiveDate::from_ymd_opt(i32::try_from(part(0, 4)?).ok()?, month, day)?;
    let rest = rest.trim_start_matches(['T', 't', ' ', ',']);
    if rest.is_empty() {
        return Some(Moment::Day(day));
    }
    timed(day, rest)
}

/// `Tue, 07 Oct 2025 10:48:47 +0700`, `7 October 25 10:48 ICT`, `Oct 7, 2025`.
fn day_first(text: &str) -> Option<Moment> {
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
    if rest.is_empty() { Some(Moment::Day(day)) } else { timed(day, &rest.join(" ")) }
}

fn month(word: &str) -> Option<u32> {
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

/// A time of day and a zone on a day. `24:00` is the midnight that follows.
fn timed(day: NaiveDate, text: &str) -> Option<Moment> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(text.len());
    let (clock, zone) = text.split_at(end);
    let mut parts = clock.split(':');
    let mut next = || parts.next().map(|part| part.split('.').next().unwrap_or_default());
    let hour: u32 = next()?.parse().ok()?;
    let minute: u32 = next()?.parse().ok()?;
    let second: u32 = next().map_or(Some(0), |second| second.parse().ok())?;
    let (day, hour) = if hour == 24 { (day.succ_opt()?, 0) } else { (day, hour) };
    // A leap second is the one before it.
    let time = NaiveTime::from_hms_opt(hour, minute, second.min(59))?;
    let instant = offset(zone.trim())?.from_local_datetime(&day.and_time(time)).single()?;
    Some(Moment::Instant(instant))
}

fn offset(zone: &str) -> Option<FixedOffset> {
    // `GMT+0700`, `UTC +7`, `+07:00 (ICT)`.
    let zone = zone.split('(').next().unwrap_or_default().trim();
    let numbered = zone.trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim_start();
    if let Some(sign) = numbered.chars().next().filter(|sign| matches!(sign, '+' | '-')) {
        let digits: String = numbered[1..].chars().filter(char::is_ascii_digit).collect();
        let (hours, minutes) =
            if digits.len() <= 2 { (&digits[..], "0") } else { digits.split_at(digits.len() - 2) };
        let seconds = hours.parse::<i32>().ok()? * 3_600 + minutes.parse::<i32>().ok()? * 60;
        return FixedOffset::east_opt(if sign == '-' { -seconds } else { seconds });
    }
    let name = zone.to_ascii_uppercase();
    let zones = include_str!("../../data/zones.txt").lines().filter(|line| !line.starts_with('#'));
    let found = zones.filter_map(|line| line.split_once(' ')).find(|(zone, _)| *zone == name);
    let minutes: i32 = found.map_or(Ok(0), |(_, minutes)| minutes.parse()).ok()?;
    FixedOffset::east_opt(minutes * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = parse(text).map(|moment| moment.to_string()).unwrap_or_default();
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
        check("2025-10-07T10:48:47.250+07:00", "2025-10-07T10:48:47.250+07:00");
        check("Tue, 7 Oct 2025 9:05:00 +0200 (CEST)", "2025-10-07T09:05:00+02:00");
        check("07-Oct-2025 10:48:47 UTC", "2025-10-07T10:48:47Z");
        check("Tue, 07 Oct 2025 24:00:00 GMT", "2025-10-08T00:00:00Z");
    }

    #[test]
    fn a_day_stays_a_day() {
        check("2025-10-07", "2025-10-07");
        check("20251007", "2025-10-07");
        check("7 Oct 2025", "2025-10-07");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "yesterday",
            "2025",
            "2025-10",
            "2025-13-01",
            "32 Oct 2025",
            "Oct",
            "07 Oct 2025 25:00",
            "é",
            "0000é",
        ] {
            check(text, "");
        }
    }
}
