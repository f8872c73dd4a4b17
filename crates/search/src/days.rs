//! Days (of a time zone): what they are to whoever asks, and where they begin and end among the documents of an index.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use tantivy::DocId;

use crate::order::{self, first_below};

/// Zones whose days are kept, those asked for last.
const ZONES_MAX: usize = 8;

/// A day somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Its date.
    pub date: NaiveDate,
    /// Its first instant.
    pub begins: DateTime<Utc>,
    /// The first instant of the next one.
    pub ends: DateTime<Utc>,
}

/// What a day is, for those who read: from an instant to the day that it lies in. By default days are those of UTC.
#[derive(Clone)]
pub struct Days {
    zone: Arc<str>,
    of: Arc<dyn Fn(DateTime<Utc>) -> Day + Send + Sync>,
}

impl Days {
    /// Days as they are in the time zone of this name, which `of` tells. One name must always mean the same days: where
    /// they lie in an index is looked up once.
    pub fn new(zone: impl Into<Arc<str>>, of: impl Fn(DateTime<Utc>) -> Day + Send + Sync + 'static) -> Self {
        Self { zone: zone.into(), of: Arc::new(of) }
    }

    pub(crate) fn of(&self, instant: DateTime<Utc>) -> Day {
        (self.of)(instant)
    }
}

impl Default for Days {
    fn default() -> Self {
        Self::new("UTC", |instant| {
            let date = instant.date_naive();
            let ends = date.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, midnight);
            Day { date, begins: midnight(date), ends }
        })
    }
}

impl fmt::Debug for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Days").field(&self.zone).finish()
    }
}

/// Documents side by side that are of one day. They lie by date, so that no date need be read for each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// The first document behind them.
    pub end: DocId,
    /// None for what has no date.
    pub date: Option<NaiveDate>,
    /// The date of those among them that have no more than a day, where that is another.
    pub whole: Option<NaiveDate>,
}

/// The runs of one segment, by zone. A five years' archive has some two thousand of them, and telling the zone's days takes
/// a microsecond each.
#[derive(Default)]
pub(crate) struct Runs(Mutex<Vec<RunsOfZone>>);

/// By the zone's name.
type RunsOfZone = (Arc<str>, Arc<[Run]>);

impl Runs {
    /// Those of a zone, among documents of these orders, which lie from the greatest on.
    pub(crate) fn of(&self, days: &Days, orders: &[u64]) -> Arc<[Run]> {
        // Held while they are looked up, so that ten who ask for one zone at once do it once.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = match kept.iter().position(|(zone, _)| *zone == days.zone) {
            // Back to the end, so that the one asked for longest ago is let go.
            Some(place) => kept.remove(place),
            None => (days.zone.clone(), runs(days, orders)),
        };
        if kept.len() == ZONES_MAX {
            kept.remove(0);
        }
        kept.push(found.clone());
        found.1
    }
}

fn runs(days: &Days, orders: &[u64]) -> Arc<[Run]> {
    let (mut runs, mut next) = (Vec::new(), 0);
    while (next as usize) < orders.len() {
        let run = run_at(days, orders, next);
        next = run.end;
        runs.push(run);
    }
    runs.into()
}

/// The run that begins with this document.
fn run_at(days: &Days, orders: &[u64], first: DocId) -> Run {
    let (order, documents) = (|doc: DocId| orders[doc as usize], orders.len() as DocId);
    let Some(instant) = order::instant(order(first)) else {
        return Run { end: documents, date: None, whole: None };
    };
    let (day, date) = (days.of(instant), instant.date_naive());
    let run = |begins: DateTime<Utc>, whole| {
        let rest: Range<DocId> = first..documents;
        Run { end: first_below(order, order::first_of(begins), rest), date: Some(day.date), whole }
    };
    // Of a zone that goes by UTC a day and its date are one.
    let next = date.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, midnight);
    if day.date == date && day.begins == midnight(date) && day.ends == next {
        return run(day.begins, None);
    }
    // A date that is only a day stays that day, whatever zone the reader is in. It lies in the first second of it.
    let second = midnight(date) + TimeDelta::seconds(1);
    match instant < second {
        true => run(midnight(date), Some(date)),
        false => run(day.begins.max(second), None),
    }
}

fn midnight(date: NaiveDate) -> DateTime<Utc> {
    date.and_time(NaiveTime::MIN).and_utc()
}
