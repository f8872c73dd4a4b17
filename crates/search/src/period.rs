//! A period (since, until) among documents that lie by date.
//!
//! An instant is in it or not. A date that is only a day is a day wherever its reader is: it is in a period that holds any
//! instant of that day there.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader, TantivyError};

use crate::fields::column;
use crate::order::{self, first_below};
use crate::request::Request;

/// The documents of one segment that are dated within a period.
pub(crate) struct Dated {
    orders: Column<u64>,
    whole_day: Column<bool>,
    /// Orders of instants.
    instants: Range<u64>,
    /// Orders of days.
    days: Range<u64>,
}

impl Dated {
    /// None where every date will do.
    pub(crate) fn new(request: &Request, reader: &SegmentReader) -> Result<Option<Self>, TantivyError> {
        if request.since.is_none() && request.until.is_none() && !request.undated {
            return Ok(None);
        }
        let columns = reader.fast_fields();
        if request.undated {
            let (orders, whole_day) = (columns.u64(column::ORDER)?, columns.bool(column::WHOLE_DAY)?);
            let (instants, days) = (0..order::FIRST_DATED, 0..order::FIRST_DATED);
            return Ok(Some(Self { orders, whole_day, instants, days }));
        }
        // Whoever asks for a time does not mean what has no date.
        let least = order::FIRST_DATED;
        let day = |at: DateTime<Utc>| request.days.of(at).date;
        let (first, last) = (
            request.since.map(day),
            // Before midnight is the day before.
            // `until` itself is not in the period.
            request.until.map(|until| day(until - TimeDelta::nanoseconds(1))),
        );
        let begin = |day: NaiveDate| order::first_of(day.and_time(NaiveTime::MIN).and_utc());
        let after = last.map(|last| last.succ_opt().map_or(u64::MAX, begin));
        Ok(Some(Self {
            orders: columns.u64(column::ORDER)?,
            // Both columns: a day and an instant of one second have the same order, and are asked otherwise.
            whole_day: columns.bool(column::WHOLE_DAY)?,
            instants: request.since.map_or(least, order::first_of)
                ..request.until.map_or(u64::MAX, order::first_of),
            days: first.map_or(least, begin)..after.unwrap_or(u64::MAX),
        }))
    }

    /// Where all of them lie, and others at the ends.
    pub(crate) fn stretch(&self, documents: u32) -> Range<DocId> {
        let end = first_below(|doc| self.order(doc), self.instants.start.min(self.days.start), 0..documents);
        // From the greatest order on: the end of the period is met first.
        first_below(|doc| self.order(doc), self.instants.end.max(self.days.end), 0..documents)..end
    }

    fn order(&self, doc: DocId) -> u64 {
        self.orders.first(doc).unwrap_or_default()
    }

    pub(crate) fn has(&self, doc: DocId) -> bool {
        let order = self.order(doc);
        match self.whole_day.first(doc).unwrap_or_default() {
            true => self.days.contains(&order),
            false => self.instants.contains(&order),
        }
    }
}
