//! Time cut into slots: hours, days or months from one day to another, and as many before.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::words::Words;

/// How long a slot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Hour,
    Day,
    Month,
}

/// Days that are shown by the hour at most.
// 14 × 24 are 336 slots: more are thinner than a line on a phone.
const HOURLY_MAX: usize = 14;
/// Days that are shown one by one at most.
const DAILY_MAX: usize = 186;
/// Months that are shown at most: a page that claims to be of 1970 must not make hundreds of empty ones.
const MONTHS_MAX: usize = 240;

/// A period in slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Axis {
    pub step: Step,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// The slot that time is still running in, and what time it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Running {
    pub slot: usize,
    pub day: NaiveDate,
    pub hour: u32,
}

impl Step {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Month => "month",
        }
    }
}

impl Axis {
    /// From a day to another, which is in it, by the hour if that is asked and can be shown.
    pub fn new(from: NaiveDate, to: NaiveDate, hourly: bool) -> Self {
        // Who writes the two the other way round means the days between all the same.
        let (from, to) = (from.min(to), to.max(from));
        match days(from, to) {
            days if hourly && days <= HOURLY_MAX => Self { step: Step::Hour, from, to },
            days if days <= DAILY_MAX => Self { step: Step::Day, from, to },
            _ => {
                // Its own month is one of them.
                let earliest = first_of(to).checked_sub_months(Months::new(MONTHS_MAX as u32 - 1));
                Self { step: Step::Month, from: from.max(earliest.unwrap_or(from)), to }
            }
        }
    }

    /// How many slots there are.
    pub fn len(&self) -> usize {
        match self.step {
            Step::Hour => days(self.from, self.to) * 24,
            Step::Day => days(self.from, self.to),
            Step::Month => months(self.from, self.to) + 1,
        }
    }

    /// In which slot an article is that is of this day and hour. One of which only the day is known is in no hour.
    pub fn slot(&self, day: NaiveDate, hour: Option<u32>) -> Option<usize> {
        if day < self.from || day > self.to {
            return None;
        }
        match self.step {
            Step::Hour => Some((days(self.from, day) - 1) * 24 + hour? as usize),
            Step::Day => Some(days(self.from, day) - 1),
            Step::Month => Some(months(self.from, day)),
        }
    }

    /// Whether an article in this slot counts where this period is compared with the time before: where a slot still runs, of both
    /// times as much as is over of it by now, and nothing after it. Of a day without its hour that is not known.
    pub fn is_over(&self, slot: usize, day: NaiveDate, hour: Option<u32>, now: Option<Running>) -> bool {
        let Some(now) = now else { return true };
        match self.step {
            _ if slot != now.slot => slot < now.slot,
            Step::Hour => false,
            Step::Day => hour.is_some_and(|hour| hour < now.hour),
            Step::Month => day.day() < now.day.day(),
        }
    }

    /// The slot that time is still running in, at this hour of this day.
    pub fn running(&self, day: NaiveDate, hour: u32) -> Option<Running> {
        self.slot(day, Some(hour)).map(|slot| Running { slot, day, hour })
    }

    /// The first and the last slot that these days lie in.
    pub fn slots(&self, from: NaiveDate, to: NaiveDate) -> Option<(usize, usize)> {
        let (from, to) = (from.max(self.from), to.min(self.to));
        Some((self.slot(from, Some(0))?, self.slot(to, Some(23))?)).filter(|(first, last)| first <= last)
    }

    /// As much time just before.
    pub fn before(&self) -> Self {
        let (from, to) = match self.step {
            Step::Month => {
                let begins = first_of(self.from);
                (begins.checked_sub_months(Months::new(self.len() as u32)), begins.pred_opt())
            }
            _ => {
                (self.from.checked_sub_days(Days::new(days(self.from, self.to) as u64)), self.from.pred_opt())
            }
        };
        Self { from: from.unwrap_or(self.from), to: to.unwrap_or(self.from), ..*self }
    }

    /// As much time just after.
    pub fn after(&self) -> Self {
        let from = self.to.succ_opt().unwrap_or(self.to);
        let length = Days::new(days(self.from, self.to) as u64 - 1);
        Self { from, to: from.checked_add_days(length).unwrap_or(from), ..*self }
    }

    /// The days of a slot.
    pub fn days(&self, slot: usize) -> (NaiveDate, NaiveDate) {
        match self.step {
            Step::Hour => [self.day(slot / 24); 2].into(),
            Step::Day => [self.day(slot); 2].into(),
            Step::Month => {
                let begins =
                    first_of(self.from).checked_add_months(Months::new(slot as u32)).unwrap_or(self.from);
                let next = begins.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt());
                // The first and the last month may begin and end within.
                (begins.max(self.from), next.unwrap_or(begins).min(self.to))
            }
        }
    }

    fn day(&self, number: usize) -> NaiveDate {
        self.from.checked_add_days(Days::new(number as u64)).unwrap_or(self.to)
    }

    /// A slot as tables for programs have it: `2025-10-26`, `2025-10-26T08:00`, `2025-10`.
    pub fn key(&self, slot: usize) -> String {
        let (day, _) = self.days(slot);
        match self.step {
            Step::Hour => format!("{day}T{:02}:00", slot % 24),
            Step::Day => day.to_string(),
            Step::Month => day.format("%Y-%m").to_string(),
        }
    }

    /// A slot in words.
    pub fn name(&self, slot: usize, words: Words) -> String {
        let (day, _) = self.days(slot);
        match self.step {
            Step::Hour => format!("{}, {:02}:00", words.short_day(day), slot % 24),
            Step::Day => words.short_day(day),
            Step::Month => words.month(day),
        }
    }
}

fn days(from: NaiveDate, to: NaiveDate) -> usize {
    // Both ends are in it.
    usize::try_from((to - from).num_days()).unwrap_or_default() + 1
}

fn months(from: NaiveDate, to: NaiveDate) -> usize {
    let number = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    usize::try_from(number(to) - number(from)).unwrap_or_default()
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn axis(from: &str, to: &str, hourly: bool) -> Axis {
        Axis::new(day(from), day(to), hourly)
    }

    #[test]
    fn time_is_cut_into_as_many_slots_as_can_be_looked_at() {
        let check = |from: &str, to: &str, hourly: bool, step: Step, slots: usize| {
            let axis = axis(from, to, hourly);
            assert_eq!((axis.step, axis.len()), (step, slots), "{from} {to}");
            // Each slot is found by its days.
            for slot in 0..axis.len() {
                let (first, last) = axis.days(slot);
                let hour = (step == Step::Hour).then_some((slot % 24) as u32);
                assert_eq!((axis.slot(first, hour), axis.slot(last, hour)), (Some(slot), Some(slot)));
            }
        };
        check("2025-10-25", "2025-10-26", true, Step::Hour, 48);
        check("2025-10-26", "2025-10-25", false, Step::Day, 2);
        check("2025-10-01", "2025-10-30", true, Step::Day, 30);
        check("2024-11-15", "2025-10-26", false, Step::Month, 12);
        check("1970-01-01", "2025-10-26", false, Step::Month, 240);
    }

    #[test]
    fn what_was_before_is_as_long() {
        let check = |of: Axis, from: &str, to: &str| {
            let before = of.before();
            assert_eq!((before.from, before.to), (day(from), day(to)));
            assert_eq!(before.len(), of.len());
        };
        check(axis("2025-10-20", "2025-10-26", false), "2025-10-13", "2025-10-19");
        check(axis("2025-10-26", "2025-10-26", true), "2025-10-25", "2025-10-25");
        check(axis("2024-11-15", "2025-10-26", false), "2023-11-01", "2024-10-31");
        let after = axis("2025-10-20", "2025-10-26", false).after();
        assert_eq!((after.from, after.to), (day("2025-10-27"), day("2025-11-02")));
    }

    #[test]
    fn days_lie_in_the_slots_that_are_shown_of_them() {
        let check = |of: Axis, from: &str, to: &str, expected: Option<(usize, usize)>| {
            assert_eq!(of.slots(day(from), day(to)), expected, "{from} {to}");
        };
        let days = axis("2025-10-20", "2025-10-26", false);
        check(days, "2025-10-25", "2025-10-26", Some((5, 6)));
        check(days, "2025-10-01", "2025-10-20", Some((0, 0)));
        check(days, "2025-10-01", "2025-10-31", Some((0, 6)));
        check(days, "2025-10-01", "2025-10-19", None);
        check(days, "2025-10-27", "2025-10-28", None);
        check(axis("2025-10-25", "2025-10-26", true), "2025-10-26", "2025-10-26", Some((24, 47)));
        check(axis("2024-11-15", "2025-10-26", false), "2025-10-25", "2025-10-26", Some((11, 11)));
    }

    #[test]
    fn what_still_runs_is_set_against_as_much_of_the_time_before() {
        let check = |of: Axis, slot: usize, at: (&str, Option<u32>), expected: bool| {
            let now = of.running(day("2025-10-26"), 15);
            assert_eq!(of.is_over(slot, day(at.0), at.1, now), expected, "{slot} {at:?}");
        };
        let days = axis("2025-10-25", "2025-10-26", false);
        check(days, 0, ("2025-10-23", None), true);
        check(days, 1, ("2025-10-24", Some(14)), true);
        check(days, 1, ("2025-10-24", Some(15)), false);
        check(days, 1, ("2025-10-24", None), false);
        check(axis("2025-10-26", "2025-10-26", true), 14, ("2025-10-25", Some(14)), true);
        check(axis("2025-10-26", "2025-10-26", true), 15, ("2025-10-25", Some(15)), false);
        check(axis("2024-11-15", "2025-10-26", false), 11, ("2024-10-25", None), true);
        check(axis("2024-11-15", "2025-10-26", false), 11, ("2024-10-26", None), false);
        // Of a time that is over all counts.
        check(axis("2025-10-20", "2025-10-21", false), 1, ("2025-10-19", None), true);
    }

    #[test]
    fn a_day_alone_is_in_no_hour_and_what_lies_outside_in_no_slot() {
        let hours = axis("2025-10-25", "2025-10-26", true);
        assert_eq!(hours.slot(day("2025-10-26"), Some(3)), Some(27));
        assert_eq!(hours.slot(day("2025-10-26"), None), None);
        assert_eq!(hours.slot(day("2025-10-27"), Some(0)), None);
        assert_eq!(hours.key(27), "2025-10-26T03:00");
    }
}
