//! The time zone that days and hours are told in.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Offset, TimeDelta, Utc};
use veille_search::{Day, Days};

/// A time zone: its name, and how far it is from UTC at an instant. Whoever configures it has the tables.
#[derive(Clone)]
pub struct Zone {
    name: String,
    offset_at: Arc<dyn Fn(DateTime<Utc>) -> FixedOffset + Send + Sync>,
}

impl Zone {
    /// A zone of this name.
    pub fn new(
        name: impl Into<String>,
        offset_at: impl Fn(DateTime<Utc>) -> FixedOffset + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), offset_at: Arc::new(offset_at) }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// An instant as a clock in this zone shows it; where its calendar ends, as one in UTC does.
    pub(crate) fn local(&self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        let offset = (self.offset_at)(at);
        match at.naive_utc().checked_add_offset(offset) {
            Some(_) => at.with_timezone(&offset),
            None => at.fixed_offset(),
        }
    }

    /// The first instant of a day.
    pub(crate) fn begins(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN).and_utc();
        let around = |days| midnight.checked_add_signed(TimeDelta::days(days)).unwrap_or(midnight);
        let (before, after) = ((self.offset_at)(around(-1)), (self.offset_at)(around(1)));
        let by = |offset: FixedOffset| {
            let east = TimeDelta::seconds(i64::from(offset.local_minus_utc()));
            midnight.checked_sub_signed(east).unwrap_or(midnight)
        };
        let is_midnight = |at: &DateTime<Utc>| self.local(*at).naive_local() == midnight.naive_utc();
        // Midnight comes twice where clocks go back then, and not at all where they go forward, as in Beirut: the day
        // begins with the first, or with the instant at which they jump.
        let mut midnights = [by(before), by(after)];
        midnights.sort_unstable();
        midnights.into_iter().find(is_midnight).unwrap_or_else(|| by(before))
    }

    /// Days as a search counts them.
    pub(crate) fn days(&self) -> Days {
        let zone = self.clone();
        Days::new(self.name.clone(), move |at| {
            let date = zone.local(at).date_naive();
            let next = date.succ_opt().unwrap_or(date);
            Day { date, begins: zone.begins(date), ends: zone.begins(next) }
        })
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::new("UTC", |_| Utc.fix())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zone").field(&self.name).finish()
    }
}

type Of = dyn Fn(&str) -> Option<Zone> + Send + Sync;

/// The zones that there are. Whoever configures us has the tables.
#[derive(Clone)]
pub struct Zones {
    names: Arc<[String]>,
    of: Arc<Of>,
}

impl fmt::Debug for Zones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zones").field(&self.names.len()).finish()
    }
}

impl Zones {
    /// The zones of these names, which `of` tells.
    pub fn new(names: Vec<String>, of: impl Fn(&str) -> Option<Zone> + Send + Sync + 'static) -> Self {
        Self { names: names.into(), of: Arc::new(of) }
    }

    /// Their names.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The zone of a name.
    pub(crate) fn of(&self, name: &str) -> Option<Zone> {
        (self.of)(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_or_where_clocks_jump_over_it() {
        let hours = |hours: i32| FixedOffset::east_opt(hours * 3600).unwrap();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        // As Beirut in 2025: forward at midnight of 30 March, back at midnight of 26 October.
        let (spring, autumn) = (at("2025-03-29T22:00:00Z"), at("2025-10-25T21:00:00Z"));
        let beirut =
            Zone::new("Asia/Beirut", move |now| hours(if now >= spring && now < autumn { 3 } else { 2 }));
        let check = |zone: &Zone, day: &str, expected: &str| {
            assert_eq!(zone.begins(day.parse().unwrap()), at(expected), "{day} in {}", zone.name());
        };
        check(&beirut, "2025-03-29", "2025-03-28T22:00:00Z");
        check(&beirut, "2025-03-30", "2025-03-29T22:00:00Z");
        check(&beirut, "2025-03-31", "2025-03-30T21:00:00Z");
        check(&beirut, "2025-10-26", "2025-10-25T22:00:00Z");
        check(&beirut, "2025-10-27", "2025-10-26T22:00:00Z");
        let (east, west) = (Zone::new("E", move |_| hours(14)), Zone::new("W", move |_| hours(-12)));
        for end in [DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MIN_UTC] {
            for zone in [&east, &west] {
                assert!(zone.begins(zone.local(end).date_naive()) <= DateTime::<Utc>::MAX_UTC);
            }
        }
        check(&Zone::default(), "2025-10-26", "2025-10-26T00:00:00Z");
        check(&Zone::new("Asia/Ho_Chi_Minh", move |_| hours(7)), "2025-10-26", "2025-10-25T17:00:00Z");
    }
}
