//! Counting by kind (facets): one pass over the columns of what was found.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use tantivy::columnar::{Column, RowId, StrColumn};
use tantivy::{DocId, SegmentReader, TantivyError};

use crate::fields::column;
use crate::order;
use crate::period::first_below;
use crate::request::{Days, Facets};

/// Counts over all segments.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    topics: BTreeMap<String, u64>,
    languages: BTreeMap<String, u64>,
    sources: BTreeMap<String, u64>,
    days: BTreeMap<NaiveDate, u64>,
    undated: u64,
}

/// Counts in one segment, whose columns have numbers for names.
///
/// Columns are read for a block of documents at once: one by one, each value is a jump into the engine, and a common word
/// has half a million of them.
pub(crate) struct SegmentTally {
    order: Column<u64>,
    whole_day: Column<bool>,
    documents: u32,
    names: [Option<Named>; 3],
    days: Days,
    counts: BTreeMap<NaiveDate, u64>,
    undated: u64,
    stretch: Stretch,
    /// What was read of a block, kept for its memory.
    numbers: Vec<u64>,
    docs: Vec<DocId>,
    rows: Vec<RowId>,
}

struct Named {
    names: StrColumn,
    counts: Vec<u64>,
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
    pub(crate) fn new(reader: &SegmentReader, days: &Days) -> Result<Self, TantivyError> {
        let columns = reader.fast_fields();
        let named = |name: &str| -> Result<Option<Named>, TantivyError> {
            let names = columns.str(name)?;
            Ok(names.map(|names| Named { counts: vec![0; names.num_terms()], names }))
        };
        Ok(Self {
            order: columns.u64(column::ORDER)?,
            names: [named(column::TOPIC)?, named(column::LANGUAGE)?, named(column::SOURCE)?],
            whole_day: columns.bool(column::WHOLE_DAY)?,
            documents: reader.max_doc(),
            days: days.clone(),
            counts: BTreeMap::new(),
            undated: 0,
            stretch: Stretch::default(),
            numbers: Vec::new(),
            docs: Vec::new(),
            rows: Vec::new(),
        })
    }

    /// Counts a block of documents.
    pub(crate) fn add(&mut self, block: &[DocId]) {
        let Self { names, numbers, docs, rows, .. } = self;
        for named in names.iter_mut().flatten() {
            let column = named.names.ords();
            docs.clear();
            rows.clear();
            column.index.docids_to_rowids(block, docs, rows);
            numbers.clear();
            numbers.resize(rows.len(), 0);
            column.values.get_vals(rows, numbers);
            for number in &*numbers {
                if let Some(count) = named.counts.get_mut(*number as usize) {
                    *count += 1;
                }
            }
        }
        for doc in block {
            if !self.stretch.docs.contains(doc) {
                self.end_stretch();
                self.stretch = self.stretch_at(*doc);
            }
            let stretch = &mut self.stretch;
            match stretch.whole {
                Some(_) if self.whole_day.first(*doc) == Some(true) => stretch.seen_whole += 1,
                _ => stretch.seen += 1,
            }
        }
    }

    /// The stretch in which a document lies.
    fn stretch_at(&self, doc: DocId) -> Stretch {
        let first_below = |order| first_below(&self.order, order, self.documents);
        let Some(instant) = self.order.first(doc).and_then(order::instant) else {
            return Stretch { docs: first_below(order::FIRST_DATED)..self.documents, ..Stretch::default() };
        };
        let between = |begins, ends| first_below(order::first_of(ends))..first_below(order::first_of(begins));
        let (day, date) = (self.days.of(instant), instant.date_naive());
        let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc();
        let next = date.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, midnight);
        let stretch = |docs| Stretch { docs, date: Some(day.date), ..Stretch::default() };
        if day.date == date && day.begins == midnight(date) && day.ends == next {
            return stretch(between(day.begins, day.ends));
        }
        // A date that is only a day stays that day, whatever zone the reader is in. It lies in the first second of it.
        let second = midnight(date) + TimeDelta::seconds(1);
        match instant < second {
            true => Stretch { whole: Some(date), ..stretch(between(midnight(date), second)) },
            false => stretch(between(day.begins.max(second), day.ends.min(next))),
        }
    }

    fn end_stretch(&mut self) {
        let Stretch { date, seen, whole, seen_whole, .. } = std::mem::take(&mut self.stretch);
        match date {
            Some(date) if seen > 0 => *self.counts.entry(date).or_default() += seen,
            Some(_) => {}
            None => self.undated += seen,
        }
        if let Some(date) = whole.filter(|_| seen_whole > 0) {
            *self.counts.entry(date).or_default() += seen_whole;
        }
    }
}

impl Tally {
    pub(crate) fn take(&mut self, mut segment: SegmentTally) -> Result<(), TantivyError> {
        segment.end_stretch();
        for (day, count) in segment.counts {
            *self.days.entry(day).or_default() += count;
        }
        self.undated += segment.undated;
        let sums = [&mut self.topics, &mut self.languages, &mut self.sources];
        for (named, sum) in segment.names.into_iter().zip(sums) {
            let Some(Named { names, counts }) = named else { continue };
            let counted = counts.iter().enumerate().filter(|(_, count)| **count > 0);
            let (numbers, counts): (Vec<u64>, Vec<u64>) =
                counted.map(|(number, count)| (number as u64, *count)).unzip();
            // All at once: each asked for by itself would be read from the beginning of its block.
            let mut counts = counts.into_iter();
            names.dictionary().sorted_ords_to_term_cb(&numbers, |name| {
                let count = counts.next().unwrap_or_default();
                *sum.entry(String::from_utf8_lossy(name).into_owned()).or_default() += count;
            })?;
        }
        Ok(())
    }

    pub(crate) fn facets(self) -> Facets {
        let by_count = |counts: BTreeMap<String, u64>| {
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
