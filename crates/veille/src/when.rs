//! `--since` and `--until`: an instant, a day, or how long ago; and the period between two of them.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use veille_model::{Article, Moment};

use crate::exit::{Cause, failure};

/// A point in time as a person gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    At(DateTime<Utc>),
    Day(NaiveDate),
    Ago(TimeDelta),
}

impl When {
    /// `2025-10-25T08:00:00+07:00`, `2025-10-25`, `90s`, `30m`, `2h`, `7d`, `2w`.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
            return Ok(Self::At(instant.to_utc()));
        }
        if let Ok(day) = text.parse::<NaiveDate>() {
            return Ok(Self::Day(day));
        }
        ago(text).map(Self::Ago).ok_or_else(|| {
            "expected an instant such as 2025-10-25T08:00:00Z, a day, or a duration such as 30m, 2h or 7d"
                .to_owned()
        })
    }

    /// Where what is since then begins, when it is now `now`; a day begins in this zone.
    pub fn begin(self, now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        match self {
            Self::At(instant) => instant,
            Self::Day(day) => midnight(day, zone),
            // `99999999w` is before all dates that chrono knows: from the very beginning, then.
            Self::Ago(time) => now.checked_sub_signed(time).unwrap_or(DateTime::UNIX_EPOCH),
        }
    }

    /// Where what is until then ends: a day is in it whole.
    pub fn end(self, now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        match self {
            Self::Day(day) => day
                .checked_add_days(Days::new(1))
                .map_or(DateTime::<Utc>::MAX_UTC, |next| midnight(next, zone)),
            other => other.begin(now, zone),
        }
    }
}

/// When a day begins in a zone.
pub fn midnight(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Where clocks go forward at midnight, as in Beirut, the day begins at one.
    let begins = (0..4).find_map(|hours| {
        let time = midnight.checked_add_signed(TimeDelta::hours(hours))?;
        zone.from_local_datetime(&time).earliest()
    });
    // Samoa had no 30 December 2011.
    begins.map_or_else(|| midnight.and_utc(), |begin| begin.to_utc())
}

fn ago(text: &str) -> Option<TimeDelta> {
    let unit = text.chars().last()?;
    // `-2h` would be the future.
    let count: i64 = text.strip_suffix(unit)?.parse().ok().filter(|count| *count >= 0)?;
    match unit {
        's' => TimeDelta::try_seconds(count),
        'm' => TimeDelta::try_minutes(count),
        'h' => TimeDelta::try_hours(count),
        'd' => TimeDelta::try_days(count),
        'w' => TimeDelta::try_weeks(count),
        _ => None,
    }
}

/// From an instant on, and before another; open where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub since: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
    /// Where a day that is only a day is spent.
    pub zone: Tz,
}

impl Period {
    /// The period of these options, in days of this zone.
    ///
    /// # Errors
    /// Where it ends before it begins: nothing is of such a period.
    pub fn between(since: Option<When>, until: Option<When>, zone: Tz) -> anyhow::Result<Self> {
        let now = Utc::now();
        let (begin, end) =
            (since.map(|since| since.begin(now, zone)), until.map(|until| until.end(now, zone)));
        if let (Some(begin), Some(end)) = (begin, end)
            && begin >= end
        {
            let (begin, end) = (begin.with_timezone(&zone), end.with_timezone(&zone));
            let told =
                format!("--since ({}) is not before --until ({})", begin.to_rfc3339(), end.to_rfc3339());
            return Err(failure(Cause::Usage, told));
        }
        Ok(Self { since: begin, until: end, zone })
    }

    /// Whether nothing is left out.
    pub fn is_open(&self) -> bool {
        self.since.is_none() && self.until.is_none()
    }

    /// Whether something of this moment is in it: of a day that is only a day, any of its hours.
    pub fn holds(&self, moment: Moment) -> bool {
        let (begin, end) = match moment {
            Moment::Instant(instant) => (instant.to_utc(), instant.to_utc()),
            Moment::Day(day) => {
                // Its last moment: the next day's first is no longer in it.
                let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
                (midnight(day, self.zone), midnight(next, self.zone) - TimeDelta::nanoseconds(1))
            }
        };
        // The end of a period is not in it, the beginning is: two that meet hold nothing twice.
        self.since.is_none_or(|since| end >= since) && self.until.is_none_or(|until| begin < until)
    }

    /// Whether an article is of this period: by when it was published, though never after it was captured. What has no
    /// date is in no period that has an end.
    pub fn holds_article(&self, article: &Article) -> bool {
        dated(article).map_or_else(|| self.is_open(), |moment| self.holds(moment))
    }

    /// An instant that is before all that the period holds, a day that is only a day in whatever zone included.
    pub fn since_any_day(&self) -> Option<DateTime<Utc>> {
        self.since.map(|since| since.checked_sub_signed(TimeDelta::days(2)).unwrap_or(DateTime::UNIX_EPOCH))
    }

    /// An instant that is after all that the period holds, in the same way.
    pub fn until_any_day(&self) -> Option<DateTime<Utc>> {
        // Zones reach from 12 hours behind to 14 before: a day is spent somewhere within two.
        self.until.map(|until| until.checked_add_signed(TimeDelta::days(2)).unwrap_or(until))
    }
}

/// When an article was published, though never after it was captured: pages claim to be of 2031. As the pages have it, so that both put
/// it on one day.
pub fn dated(article: &Article) -> Option<Moment> {
    article.stated().or_else(|| article.captured_at.map(|at| Moment::Instant(at.fixed_offset())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    #[test]
    fn an_instant_a_day_or_a_duration_says_where_to_begin() {
        let now = instant("2025-10-26T12:00:00Z");
        let check = |text: &str, expected: Option<&str>| {
            let found = When::parse(text).ok().map(|since| since.begin(now, Tz::UTC).to_rfc3339());
            assert_eq!(found.as_deref(), expected, "{text}");
        };
        check("2025-10-25T08:00:00+07:00", Some("2025-10-25T01:00:00+00:00"));
        check("2025-10-25", Some("2025-10-25T00:00:00+00:00"));
        check("90s", Some("2025-10-26T11:58:30+00:00"));
        check("2h", Some("2025-10-26T10:00:00+00:00"));
        check("1w", Some("2025-10-19T12:00:00+00:00"));
        check("999999999999d", None);
        for wrong in ["", "h", "-2h", "2", "2y", "yesterday", "2é", "99999999999999999999s"] {
            check(wrong, None);
        }
    }

    #[test]
    fn a_day_is_in_the_period_that_ends_with_it_and_is_the_offices() {
        let day = When::parse("2025-10-25").unwrap();
        let now = instant("2025-10-26T12:00:00Z");
        let check = |zone: Tz, begin: &str, end: &str| {
            assert_eq!(day.begin(now, zone), instant(begin), "{zone}");
            assert_eq!(day.end(now, zone), instant(end), "{zone}");
        };
        check(Tz::UTC, "2025-10-25T00:00:00Z", "2025-10-26T00:00:00Z");
        check(Tz::Asia__Ho_Chi_Minh, "2025-10-24T17:00:00Z", "2025-10-25T17:00:00Z");
        // The night in which clocks go back: the day has 25 hours.
        let day = When::parse("2025-10-26").unwrap();
        assert_eq!(day.end(now, Tz::Europe__Paris), instant("2025-10-26T23:00:00Z"));
        assert_eq!(
            midnight("2024-03-31".parse().unwrap(), Tz::Asia__Beirut),
            instant("2024-03-30T22:00:00Z")
        );
    }

    #[test]
    fn a_date_that_is_only_a_day_is_in_every_period_that_touches_it() {
        let period = |zone, since: &str, until: &str| Period {
            since: (!since.is_empty()).then(|| instant(since)),
            until: (!until.is_empty()).then(|| instant(until)),
            zone,
        };
        let day = Moment::Day("2025-10-25".parse().unwrap());
        let hanoi = Tz::Asia__Ho_Chi_Minh;
        assert!(period(hanoi, "", "").holds(day));
        assert!(period(hanoi, "2025-10-25T16:00:00Z", "").holds(day), "it has an hour left");
        assert!(!period(hanoi, "2025-10-25T17:00:00Z", "").holds(day));
        assert!(!period(hanoi, "", "2025-10-24T17:00:00Z").holds(day));
        assert!(period(hanoi, "", "2025-10-24T17:00:01Z").holds(day));
        let at = Moment::Instant(instant("2025-10-25T08:00:00Z").fixed_offset());
        assert!(period(hanoi, "2025-10-25T08:00:00Z", "2025-10-25T08:00:01Z").holds(at));
        assert!(!period(hanoi, "", "2025-10-25T08:00:00Z").holds(at), "the end is not in it");
    }
}
