//! Counting by kind (facets): what was found, by day, and by the names that stand beside it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader, TantivyError};

use crate::fields::column;
use crate::labels::{Labels, SegmentLabels};
use crate::order;
use crate::period::first_below;
use crate::request::{Days, Facets};

/// Counts over all segments.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    topics: Counts,
    languages: Counts,
    sources: Counts,
    days: BTreeMap<NaiveDate, u64>,
    undated: u64,
}

/// What was found in one segment, on its way into the counts.
pub(crate) struct SegmentTally {
    documents: DocId,
    labels: Arc<SegmentLabels>,
    topics: Vec<u64>,
    languages: Vec<u64>,
    sources: Vec<u64>,
    whole_day: Column<bool>,
    days: Days,
    by_day: BTreeMap<NaiveDate, u64>,
    undated: u64,
    stretch: Stretch,
}

/// Documents side by side that have one date, and how many of them were seen: where a day begins and ends among documents
/// that lie by date is found by halving, so that no date is read for most of them.
#[derive(Default)]
struct Stretch {
    docs: Range<DocId>,
    /// None for what has no date.
    date: Option<NaiveDate>,
    seen: u64,
    /// The date of those among them that have no more than a day, where that is another.
    whole: Option<NaiveDate>,
    seen_whole: u64,
}

impl SegmentTally {
    pub(crate) fn new(reader: &SegmentReader, labels: &Labels, days: &Days) -> Result<Self, TantivyError> {
        let (columns, labels) = (reader.fast_fields(), labels.of(reader)?);
        Ok(Self {
            documents: reader.max_doc(),
            topics: labels.topics.none(),
            languages: labels.languages.none(),
            sources: labels.sources.none(),
            labels,
            whole_day: columns.bool(column::WHOLE_DAY)?,
            days: days.clone(),
            by_day: BTreeMap::new(),
            undated: 0,
            stretch: Stretch::default(),
        })
    }

    /// Takes in what was found, each document once, in their order.
    pub(crate) fn add(&mut self, block: &[DocId]) {
        self.labels.topics.count(block, &mut self.topics);
        self.labels.languages.count(block, &mut self.languages);
        self.labels.sources.count(block, &mut self.sources);
        let mut rest = block;
        while let Some(first) = rest.first() {
            if !self.stretch.docs.contains(first) {
                self.end_stretch();
                self.stretch = self.stretch_at(*first);
            }
            let stretch = &mut self.stretch;
            let (here, next) = rest.split_at(rest.partition_point(|doc| *doc < stretch.docs.end));
            let is_whole = |doc: &&DocId| self.whole_day.first(**doc) == Some(true);
            let whole = if stretch.whole.is_some() { here.iter().filter(is_whole).count() } else { 0 };
            stretch.seen_whole += whole as u64;
            stretch.seen += (here.len() - whole) as u64;
            rest = next;
        }
    }

    /// The stretch in which a document lies, from it on.
    fn stretch_at(&self, doc: DocId) -> Stretch {
        let order = |doc: DocId| self.labels.orders[doc as usize];
        let until = |begins| doc..first_below(order, begins, doc..self.documents);
        let Some(instant) = order::instant(order(doc)) else {
            return Stretch { docs: doc..self.documents, ..Stretch::default() };
        };
        let (day, date) = (self.days.of(instant), instant.date_naive());
        let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc();
        let next = date.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, midnight);
        let stretch = |docs| Stretch { docs, date: Some(day.date), ..Stretch::default() };
        if day.date == date && day.begins == midnight(date) && day.ends == next {
            return stretch(until(order::first_of(day.begins)));
        }
        // A date that is only a day stays that day, whatever zone the reader is in. It lies in the first second of it.
        let second = midnight(date) + TimeDelta::seconds(1);
        match instant < second {
            true => Stretch { whole: Some(date), ..stretch(until(order::first_of(midnight(date)))) },
            false => stretch(until(order::first_of(day.begins.max(second)))),
        }
    }

    fn end_stretch(&mut self) {
        let Stretch { date, seen, whole, seen_whole, .. } = std::mem::take(&mut self.stretch);
        match date {
            Some(date) if seen > 0 => *self.by_day.entry(date).or_default() += seen,
            Some(_) => {}
            None => self.undated += seen,
        }
        if let Some(date) = whole.filter(|_| seen_whole > 0) {
            *self.by_day.entry(date).or_default() += seen_whole;
        }
    }
}

type Counts = BTreeMap<String, u64>;

impl Tally {
    pub(crate) fn take(&mut self, mut segment: SegmentTally) {
        segment.end_stretch();
        for (day, count) in segment.by_day {
            *self.days.entry(day).or_default() += count;
        }
        self.undated += segment.undated;
        segment.labels.topics.add(&segment.topics, &mut self.topics);
        segment.labels.languages.add(&segment.languages, &mut self.languages);
        segment.labels.sources.add(&segment.sources, &mut self.sources);
    }

    pub(crate) fn facets(self) -> Facets {
        let by_count = |counts: Counts| {
            let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
            // Of equals by name, as they come.
            counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            counts
        };
        Facets {
            topics: by_count(self.topics),
            languages: by_count(self.languages),
            sources: by_count(self.sources),
            days: self.days.into_iter().rev().collect(),
            undated: self.undated,
        }
    }
}
